"""Is mine right, where does it break, why, what is the edit, what does it cost?"""
