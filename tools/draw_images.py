"""Draw the pictures of the README anew: python tools/draw_images.py."""

from __future__ import annotations

from pathlib import Path

from workings.lessons import get_day
from workings.show.matplotlib import figure

TARGET = Path("docs/images/day_006.png")
LIMIT = 150_000


def main() -> None:
    scene = get_day(6).module("picture").scene()
    drawn = figure(scene, width=7.2, height=4.4, caption=True)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    # 256 colours are enough for it, and a third of the bytes.
    drawn.savefig(TARGET, dpi=130, metadata={"Software": None})
    try:
        from PIL import Image
    except ImportError:
        pass
    else:
        Image.open(TARGET).convert("RGB").quantize(256).save(TARGET, optimize=True)
    size = TARGET.stat().st_size
    if size > LIMIT:
        raise SystemExit(f"{TARGET} has {size:,} bytes, more than {LIMIT:,}")
    print(f"{TARGET}: {size:,} bytes")


if __name__ == "__main__":
    main()
