"""Moving through the video."""

from __future__ import annotations

from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

_PLAYING, _SCENES = "Go/" + later("Playing"), "Go/" + later("Scenes")

ACTIONS: tuple[ActionSpec, ...] = (
    spec("play", "Go", later("Play"), lambda w: w.bench.playback.toggle(), "Space", icon="play"),
    spec("next-frame", "Go", later("Next frame"), lambda w: w.bench.step(1), "Right", "D", icon="next"),
    spec("previous-frame", "Go", later("Previous frame"), lambda w: w.bench.step(-1), "Left", "A",
          icon="previous"),
    spec("forward-10", "Go", later("Ten frames on"), lambda w: w.bench.step(10), "Shift+Right"),
    spec("back-10", "Go", later("Ten frames back"), lambda w: w.bench.step(-10), "Shift+Left"),
    spec("first-frame", "Go", later("First frame"), lambda w: w.bench.go_first(), "Home", icon="first"),
    spec("last-frame", "Go", later("Last frame"), lambda w: w.bench.go_last(), "End", icon="last"),
    spec("go-to-frame", "Go", later("Go to a frame ..."), lambda w: w.transport.ask_for_frame(), "Ctrl+J"),
    spec("next-keyframe", "Go", later("Next keyframe"), lambda w: w.bench.go_to_keyframe(1), "PgDown",
          icon="next-keyframe", needs="object"),
    spec("previous-keyframe", "Go", later("Previous keyframe"), lambda w: w.bench.go_to_keyframe(-1),
          "PgUp", icon="previous-keyframe", needs="object"),
    spec("next-cut", "Go", later("Next scene"), lambda w: w.bench.go_to_cut(1), "Ctrl+PgDown"),
    spec("previous-cut", "Go", later("Previous scene"), lambda w: w.bench.go_to_cut(-1), "Ctrl+PgUp"),
    spec("find-cuts", _SCENES, later("Find scene cuts"), lambda w: w.bench.tracks.find_cuts()),
    spec("toggle-cut", _SCENES, later("A scene begins here, or not"), lambda w: w.bench.tracks.toggle_cut(),
          "Shift+C"),
    spec("scene-range", _SCENES, later("Range is this scene"), lambda w: w.bench.tracks.choose_scene(),
          "Ctrl+Shift+I"),
    spec("faster", _PLAYING, later("Play faster"), lambda w: w.bench.playback.change_speed(1), ">"),
    spec("slower", _PLAYING, later("Play slower"), lambda w: w.bench.playback.change_speed(-1), "<"),
    spec("loop", _PLAYING, later("Play the range again and again"), lambda w: w.loop(), "Shift+Space",
          icon="loop", checkable=True, needs=""),
    spec("next-video", "Go", later("Next video"), lambda w: w.bench.videos.step(1), "Shift+PgDown"),
    spec("previous-video", "Go", later("Previous video"), lambda w: w.bench.videos.step(-1), "Shift+PgUp"),
    spec("mark-in", "Go", later("Range starts here"), lambda w: w.bench.workspace.mark_in(), "I",
          icon="mark-in"),
    spec("mark-out", "Go", later("Range ends here"), lambda w: w.bench.workspace.mark_out(), "U",
          icon="mark-out"),
    spec("whole-range", "Go", later("Range is the whole video"), lambda w: w.bench.workspace.set_whole_range(),
          "Ctrl+I"),
)  # fmt: skip
