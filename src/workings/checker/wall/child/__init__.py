"""The side of the wall on which the learner's code runs.

These files are loaded twice: as part of `workings`, by the judge's process, and on their own, by path, in the process
that answers the calls. There nothing of `workings` but this folder is imported, so that a process is ready quickly
and the learner's file finds no half-imported library around it. That is why imports here are relative.
"""
