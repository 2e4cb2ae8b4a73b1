"""Small data sets in the layouts of the published ones: a red and a blue square that move on grey."""

import json
import pickle
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from exporters.png import voc_palette, write_index_png
from storage import masks
from storage.video import write_video

HW = (48, 64)
FRAMES = 3
RED, BLUE = 1, 2


def indices(frame_index: int) -> np.ndarray:
    """Which object is where: (H, W) uint8."""
    found = np.zeros(HW, np.uint8)
    found[8:24, 4 + frame_index : 20 + frame_index] = RED
    found[20:40, 40 - frame_index : 60 - frame_index] = BLUE
    return found


def picture(frame_index: int) -> np.ndarray:
    """The frame, RGB (H, W, 3)."""
    colours = np.array([(120, 120, 120), (220, 20, 20), (20, 20, 220)], np.uint8)
    return colours[indices(frame_index)]


def rle(frame_index: int, number: int) -> dict:
    return masks.to_coco(masks.encode(indices(frame_index) == number))


def write_images(folder: Path) -> list[str]:
    folder.mkdir(parents=True)
    names = [f"{10 * i:05}" for i in range(FRAMES)]
    for i, name in enumerate(names):  # nobody minds what is inside, and this keeps every pixel
        _, png = cv2.imencode(".png", picture(i)[..., ::-1])
        (folder / f"{name}.jpg").write_bytes(png.tobytes())
    (folder / "99999.jpg").write_bytes(b"a frame that the sentences are not about, and damaged")
    return names


def write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def expressions(*each: dict) -> dict:
    return {str(key): it for key, it in enumerate(each)}


def mevis(root: Path) -> Path:
    """Sentences about one square, both, and none."""
    names = write_images(root / "valid_u" / "JPEGImages" / "clip")
    said = expressions(
        {"exp": "The red square", "obj_id": [0], "anno_id": [7]},
        {"exp": "red and blue squares", "obj_id": [0, 1], "anno_id": [7, 8]},
        {"exp": "a green square", "obj_id": [], "anno_id": []},
    )
    videos = {"clip": {"frames": names, "vid_id": 0, "expressions": said}}
    write_json(root / "valid_u" / "meta_expressions.json", {"videos": videos})
    write_json(root / "valid_u" / "mask_dict.json", tracks())
    return root


def tracks() -> dict:
    """The blue square is not annotated on the last frame."""
    blue = [rle(i, BLUE) for i in range(FRAMES - 1)]
    return {"7": [rle(i, RED) for i in range(FRAMES)], "8": [*blue, None]}


def revos(root: Path) -> Path:
    """A sentence, a question, and a sentence that nothing fits."""
    names = write_images(root / "set" / "clip")
    said = expressions(
        {"exp": "the red square", "obj_id": [0], "anno_id": [7], "type_id": 0},
        {"exp": "What is blue?", "obj_id": [1], "anno_id": [8], "type_id": 1},
        {"exp": "a green square", "obj_id": [], "anno_id": [], "type_id": 2},
    )
    videos = {"set/clip": {"frames": names, "expressions": said}}
    write_json(root / "meta_expressions_valid_.json", {"videos": videos})
    write_json(root / "mask_dict.json", tracks())
    return root


def write_indices(folder: Path) -> None:
    folder.mkdir(parents=True)
    for i in range(FRAMES):
        write_index_png(folder / f"{10 * i:05}.png", indices(i), voc_palette())


def _referred() -> dict:
    return expressions(
        {"exp": "the red square", "obj_id": str(RED)},
        {"exp": "the blue square", "obj_id": str(BLUE)},
    )


def ref_youtube_vos(root: Path) -> Path:
    names = write_images(root / "train" / "JPEGImages" / "clip")
    write_indices(root / "train" / "Annotations" / "clip")
    meta = {"videos": {"clip": {"frames": names, "expressions": _referred()}}}
    write_json(root / "meta_expressions" / "train" / "meta_expressions.json", meta)
    return root


def ref_davis17(root: Path) -> Path:
    names = write_images(root / "DAVIS" / "JPEGImages" / "480p" / "clip")
    write_indices(root / "DAVIS" / "Annotations" / "480p" / "clip")
    meta = {"videos": {"clip": {"frames": names, "expressions": _referred()}}}
    write_json(root / "meta_expressions" / "valid" / "meta_expressions.json", meta)
    return root


def refcoco(root: Path) -> Path:
    """Two images of one square each, and a reference of another split."""
    (root / "images").mkdir(parents=True)
    for i in range(2):
        cv2.imwrite(str(root / "images" / f"{i}.png"), picture(i)[..., ::-1])
    refs = [
        _reference(image_id=0, ann_id=5, split="val", sent="red square", sent_id=1),
        _reference(image_id=1, ann_id=6, split="val", sent="blue square", sent_id=2),
        _reference(image_id=1, ann_id=6, split="testA", sent="right square", sent_id=3),
    ]
    (root / "refs(unc).p").write_bytes(pickle.dumps(refs, protocol=2))
    sizes = {"height": HW[0], "width": HW[1]}
    images = [{"id": i, "file_name": f"{i}.png", **sizes} for i in range(2)]
    annotations = [
        {"id": 5, "image_id": 0, "category_id": 1, "segmentation": rle(0, RED)},
        {"id": 6, "image_id": 1, "category_id": 1, "segmentation": rle(1, BLUE)},
    ]
    write_json(root / "instances.json", {"images": images, "annotations": annotations})
    return root


def _reference(*, image_id: int, ann_id: int, split: str, sent: str, sent_id: int) -> dict:
    sentence = {"sent": sent, "raw": sent, "sent_id": sent_id, "tokens": sent.split()}
    return {"image_id": image_id, "ann_id": ann_id, "split": split, "sentences": [sentence]}


def pixelqa(root: Path) -> Path:
    """A question about both squares, whose right answer is the second, and one about one of them."""
    (root / "videos").mkdir(parents=True)
    write_video(root / "videos" / "clip.mp4", map(picture, range(FRAMES)), rate=Fraction(5))
    both = [
        {str(i): {"segmentation": rle(i, number)} for i in range(FRAMES)} for number in (RED, BLUE)
    ]
    questions = [
        {"video": "clip.mp4", "Question": "Which colour has <object1><region> beside <object0><region>?",
         "options": ["(A) It is red.", "(B) It is blue."], "Answer": "(B) It is blue.",
         "frame_idx": "1", "annotation": both[::-1], "type": "Basic"},
        {"video": "clip.mp4", "Question": "What is <region>?",
         "options": ["(A) blue", "(B) green"], "Answer": "(B) green",
         "frame_idx": "2", "annotation": both[1:], "type": "Future"},
    ]  # fmt: skip
    write_json(root / "VideoRefer-Bench-Q.json", questions)
    return root
