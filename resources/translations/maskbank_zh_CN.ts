<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propagate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>made by a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>made by an engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {0} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose object 1 to 9</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>middle button, or Space and drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift and wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept the proposal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject the proposal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next proposal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous proposal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of images ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re-link the video ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten frames on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten frames back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next keyframe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous keyframe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range starts here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range ends here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range is the whole video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All commands ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Maskbank ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make it a keyframe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not on this frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify on this frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify over the range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete on this frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete over the range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock or unlock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propagate backward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propagate both ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propagate forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propagate a correction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All objects that are not locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points that add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points that subtract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine failed: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong in Maskbank; your work is saved. ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best that can run here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flow (no weights, no GPU)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU where there is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As fits the device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a video or a project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos and projects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where is {0} now?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labelme and X-AnyLabeling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with a prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>low score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the video {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program keeps {path} locked. Close it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CUDA error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete [{0}] on frames {1} to {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, and where an object is absent; object numbers, names and categories are in frame_map.json. Not scores, prompts, conversations, colours, attributes, or who made a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with categories; object numbers and names are in frame_map.json. Not the difference between absent and never looked at, scores, prompts, conversations, attributes, or who made a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with object numbers and categories; names are in frame_map.json. Not the difference between absent and never looked at, scores, prompts, conversations, colours, attributes, or who made a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with object numbers and where an object is absent; names and categories are in frame_map.json. Not scores, prompts, conversations, colours, attributes, or who made a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with object numbers, names, categories and scores; not the difference between absent and never looked at, prompts, conversations, colours, attributes, or who made a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with object numbers, names, categories, scores and where an object is absent; not prompts, conversations, colours, attributes, or who made a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported by Maskbank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expressions, with the objects they refer to, and every mask exactly, overlaps included; object numbers, names and categories are in frame_map.json. Not the difference between absent and never looked at, scores, prompts, conversations, colours, attributes, or who made a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds and follows objects by words, clicks, boxes and masks, and answers questions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follows objects by their colours and motion; needs no weights, no GPU, no network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follows objects from clicks, boxes and masks with SAM 2.1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame {0} of {1} cannot be decoded any more: copy the file again and re-link it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame {0} was marked, but is not one of {1} to {2}: mark a frame in that range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame {0} was pointed at, but the question is about {1} to {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be read: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KITTI MOTS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MOTS has room for {0} categories: export as coco.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make [{0}] {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark [{0}] on frame {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks exactly where they do not overlap, with object numbers, names and categories; where they do, a pixel belongs to the smaller object only. Not scores, prompts, conversations, colours, attributes, or who made a mask; an object without pixels on a frame counts as absent there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks exactly where they do not overlap; where they do, a pixel belongs to the smaller object only. Object numbers, names and categories are in frame_map.json. Not scores, prompts, conversations, colours, attributes, or who made a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No engine can run on this machine. {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is marked on this frame: click on the object or draw a box around it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object [{0}] has no mask on the frames that the question is about: choose others, or follow it there first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object [{0}] has no mask on the frames {1} to {2}: ask about others, or follow it there first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object [{0}] has no mask to start from in frames {1} to {2}: mark it on one of them, or choose a range that holds one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object [{0}] has no prompt: show it on a frame first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object [{0}] is locked: unlock it to change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object [{0}] is locked: unlock it to let an engine work on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object [{0}] is not there, or too small, on every frame that was marked: mark one where it can be seen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object [{0}] was not marked on any frame: mark it on one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One object at this size needs more memory than there is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only what is not the object is marked: click on the object too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenCV is missing; install it with: pip install opencv-contrib-python-headless</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please segment the {0} in this {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propagate {0} over frames {1} to {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re-link the video {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regarding {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove [{0}]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the video {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SAM 2 cannot work at {0} pixels: choose a multiple of 32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SAM 2 has no option {0}: choose from {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SAM 2 runs on cuda or cpu, not on {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SAM 2 understands no words: click on the object or draw a box.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SELECT version_num FROM alembic_version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the object: give --point, --box or --mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That step is not in the list any more: it is too old, or was replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The adapter in {0} adapts {1}, which its base has not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The adapter in {0} builds on {1}, which is missing: put it there, or set {2} in config.json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The box {0} has no area: draw it around the object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The box {0} is outside the frame of {1} pixels: draw it around the object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The box {0},{1},{2},{3} is empty: draw it around the object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The box {0},{1},{2},{3} is empty: its first corner must be the top left one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The box {0},{1},{2},{3} lies outside the frame, which is {4} pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint in {0} does not fit its config.json: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint in {0} has no SAM 2: it is a plain Qwen2.5-VL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint in {0} has {1} = {2}; only {3} is supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint in {0} lacks tokenizer.json: get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint in {0} lacks {1}: get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint is of another network than its configuration says ({0} tensors are missing, {1} unknown, {2} of another shape, among them {3}): choose the size that it was made for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint is of none of the networks known here ({0}): choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint {0} is truncated or damaged ({1}): get it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint {0} was refused: it holds more than tensors, or is damaged. Nothing in it was run. Get it from its authors again, or a .safetensors of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The checkpoint&apos;s SAM 2, {0}, is not known: choose another checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clicks on frame {0} say only where the object is not: add one on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip does not fit into memory: sample fewer frames, or choose the smaller model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The colours of frame {0} of {1} cannot be converted: convert the video to H.264.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data set speaks of the video {0}, which the project does not hold: add the video, or name its file with --video.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk under {path} cannot be read or written now. Check that it is connected and has room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine failed: {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine ran out of memory; work on fewer objects or smaller frames at a time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine was closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine was stopped before it had answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine {0} cannot run here: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine {0} ended unexpectedly ({1}). What it had delivered is kept; ask again to start it anew. Its log is {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine {0} was ended for what it sent: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The export to {0} failed, and nothing there has changed: {1}. Make room or choose another folder, and export again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is cut off after frame {0} ({1} s).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is cut off: it ends after {0} of the {1} seconds that it declares.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is damaged in {0} places ({1}), the first at frame {2} ({3} s): pictures there are missing or smeared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file {0} is missing: pull the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file {0} was not what its publisher gave out (its SHA-256 differs) and was removed: pull the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The flow engine has no preset {0}: choose {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The flow engine understands no words: click on the object or draw a box.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {0} cannot be written. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {0} has no images (.jpg, .jpeg or .png).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The frames {0} to {1} are not a range of this video: choose one within 0 to {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub has no file {0} in {1} any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image {0} cannot be read: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image {0} is damaged: copy it again, or take it away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language model can be kept in 8 or 4 bits, not in {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language model has to see at least one frame: sample 1 frame or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask is for frames of {0} pixels (height, width), but those of {1} have {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask is {0} pixels, the frame {1}: give a mask of the frame&apos;s size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask on frame {0} is {1} pixels, but the video is {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask on frame {0} is {1} x {2} pixels, the video {3} x {4}: give a mask of the video&apos;s size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask {0} is {1} x {2} pixels, but the video is {3} x {4}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model {0} could not be fetched ({1}). What was fetched is kept: try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model {0} is not complete on this machine and HF_HUB_OFFLINE is set: unset it, or name a folder that has the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model {0} is not on this machine: fetch it with `maskbank models pull {1}`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model {0} takes {1} MiB, but only {2} MiB are free in {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {0}... is too long for a project beside it: say where with --project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {0}... is too long: SQLite needs room for its own endings. At most {1} bytes are possible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number {0} was given before; numbers from {1} on are free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The option {0} is a number of pixels, not {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The option {0} is not understood: write NAME=VALUE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The option {0} is yes or no, not {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The overlay video is written as .mp4: give {0}.mp4 as its name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pixel {0},{1} is marked both as inside and as outside the object: remove one of the two points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The point {0} must end in 1 (adds) or 0 (subtracts), or have two numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The point {0},{1} is outside the frame of {2} pixels: click inside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The point {0},{1} is outside the frame, which is {2} x {3} pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The point {0},{1} lies outside the frame, which is {2} pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The project changed while it was exported: export it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt is on frame {0}, but the video has frames 0 to {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt on frame {0} shows nothing: add a point, a box or a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompted frame {0} is not in the range {1}:{2}: name one that is, with --frame or --range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The range {0} is not understood: write A:B, as in 0:100 or 50: (B is not included).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The range {0} is outside the video, whose frames are 0 to {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text must not hold {0}, which steers the model: leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text points at {0} regions ({1}), but {2} were shown: make them as many.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text {0} holds half a character and cannot be kept. Rename it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer in {0} does not know {1}: it is of another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The video {0} has changed since it was added: put the original back and re-link it, or add this one as a new video.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The video {0} is not at {1} any more: re-link it to where it is now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The video {0} is not there any more: put it back, or re-link it to where it is now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no weights for {0} on this machine: fetch some with `maskbank models pull NAME` ({1}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a category {0} already. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no GPU that torch can use: choose the device cpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no SAM 2 in {0}: it holds no image encoder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no UniPixel in {0}: {1} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no checkpoint at {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no checkpoint called {0}: give a path, or one of {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no checkpoint in {0}: choose a folder with a .pt or .safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no engine called {0}; choose one of: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file or folder {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file {0}. Check the name, or where it was moved to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no folder {0}. Make it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no format {0}: choose one of {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no frame to write: choose a range that has some.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no frame {0} in {1}: it has {2} frames, from 0 on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no frame {0}: the frames are 0 to {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no mask image {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no object [{0}] in this video; there are: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no object to follow: click a thing in the video first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no object to follow: mark one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no object to follow: show one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no project {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no project {0}. `maskbank label VIDEO ...` makes one beside the video.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no question: write what to find or what you want to know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no question: write what to find, or what you want to know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no room left on the disk for {path}. Nothing that was saved is lost; make room and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no video {0} in the project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {0} {1} in the project. It holds: {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {0} {1} in this project; it may have been removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to export: no video has a mask that fits the choice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This checkpoint makes no masks: choose UniPixel-3B or UniPixel-7B, or the engine sam2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This checkpoint was saved without what pointing needs: ask in words, or choose the full one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Torch {0} can be made to run code by a .pt checkpoint: install torch {1} or newer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two things have the same number in the question: leave the numbers of new regions out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UniPixel has no option {0}: choose from {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UniPixel runs on cuda or cpu, not on {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UniPixel works in {0}, not in {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is foreground, exactly: all objects of a video become one. Not which object is where, scores, prompts, conversations, colours, attributes, or who made a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What youtube-vos keeps, and the expressions that refer to one object; not those that refer to several or none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which video?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words can refer to one positive click or one box for each object: show it by one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[0-9]{1,9}(?:, ?[0-9]{1,9})*</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[{0}] has no mask on frames {1} to {2}: choose a range in which it has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[{0}] is locked on frame {1}: unlock it there to change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} (id {1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ({1} GB)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} It holds: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} JSON files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} Please answer the question and provide the segmentation mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} Please localize the relevant objects with IDs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} [{1}] on frames {2} to {3}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} annotations are crowds (iscrowd 1): each is read as one object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can only be read: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be written as an image: name it .png or .jpg.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} demands a category: objects without one ({1}) are {2} there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} describes a SAM 2 with {1} = {2}; only {3} is supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not exist: name a COCO file or a folder with one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not hold a configuration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not say what the adapter builds on ({1}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} frames a second are none: choose more than 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} frames are pointed at, but only {1} are sampled: sample more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has another size than when it was added: put the old image back, or add the folder anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has neither JSON of masklets nor {1}: it is not SA-V.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has neither {1} nor {2}: it is not a data set of KITTI MOTS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no &lt;sequence&gt;/gt/gt.txt: it is no data set of MOTSChallenge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no folder {1}/{2}: it is not a DAVIS data set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no folder {1}: it is not a YouTube-VOS data set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no folder {1}: it is not a folder of mask PNGs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no frame that can be decoded: copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no masks of {1}: add a folder for each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no {1}/{2}/{3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no {1}: it is not a data set of MeViS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} frames: three are needed, as the first and last do not count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} objects, but DAVIS has room for {2} a video: export as coco, or delete some.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} objects, but YouTube-VOS has room for {2} a video: export as coco, or delete some.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} objects, but {2} has room for {3} a video: export as coco, or delete some.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has{1}: choose a file with pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds a model of the kind {1}, not UniPixel ({2}): choose the folder of UniPixel-3B or UniPixel-7B.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no JSON of LabelMe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no PNG files: name a folder with one folder a sequence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no {1}: it is no data set of CVAT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds something other than pairs of LoRA matrices: it is not supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds something that is not an export: choose another folder, or empty it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds {1}: name the COCO file itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds {1}: name the file itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds {1}: name the file of expressions itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a file: choose a folder for the export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is an address; only files on this computer are read. Download the video first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is an export, but {1} in it is not part of it and would be lost: move it away, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is class {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is coded in {1}, which is not read for safety. Convert it to H.264 first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is cut off: its end is missing. Copy it again, or open its newest backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: get the checkpoint again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: remove the model and pull it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is expected, not {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is larger than any data set that can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is missing or damaged: get the checkpoint again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is missing: write a mask for every frame of the truth, an empty one where nothing is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no checkpoint: it does not hold tensors by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no checkpoint: its name ends neither in .safetensors nor in .pt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no number of JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no split: give the shares of train, val and test, as 80,10,10.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not JSON, or too large: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not XML: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a Maskbank project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a PNG of object numbers: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a SAM 2 configuration: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a UniPixel configuration: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a coordinate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a file, so it is not a Maskbank project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not an image that can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not in {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not named by its frame&apos;s number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not named by its object&apos;s number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not the value of a pixel, 1 to 255</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not the video {1}: its content is different.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not understood: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not what it should be at byte {1}: {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is running. Wait for its end or cancel it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is there already. Choose another name, or open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is {1} x {2} pixels, but {3} is {4} x {5}: all images of a folder must have one size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is {1} x {2}, the truth {3} x {4}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} lists no images: it is not a COCO data set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} lists no videos: it is not a YouTube-VIS data set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} masks and {1} absences of {2} objects in {3} videos; all can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} objects show on no frame and have no annotation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} regions to ignore (class {1}) were passed over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tensors are {1} ({2}{3})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was made by a newer Maskbank (schema {1}). Update this program to open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was made by an older Maskbank. Open it once where it can be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1}: its track has a mask on this image already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, expression {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, file name {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, frame {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, frame {1}, object {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, frame {1}: it has the object {2} twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, line {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, masklet {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, masklet {1}: it is not a list with an entry for each object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, object {1} ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, original_size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, shape {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, track {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, track {1}, frame {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, video {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}.{1} is no word between engine and host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: it defines entities or a document type, which is not safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: it does not say how large its frames are (original_size).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: it is a {1}, not an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: it is not &quot;frame id class height width rle&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its category_id is that of no category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its frame is there twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its frames are not all of one size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its number {1} is that of an earlier track</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its size is not height and width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its size is not that of its video.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its size is not that of the lines before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its size is not that of the video&apos;s other frames.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its video_id is that of no video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its video_id is that of no video with images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its {1} is not a list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: more frames than any video has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: more than {1} masks cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: more than {1} masks in one video.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: the object {1} was of another class before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: the value {1} is no object of {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: there is no frame {1}, frames count from {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: writer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} is not a track by the number of its object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be opened. Check that it exists and that you may read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written: the file or its folder is read-only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is damaged. Open its newest backup, or recover it with the sqlite3 tool.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not a Maskbank project, or it is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Maskbank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maskbank {0}

Label video: point at a thing, follow it through every frame, correct it, export a data set.

Apache licence 2.0. Qt {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Copy the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the report ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maskbank ended by a fault the last time. Your work is saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report cannot be saved: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Video frame</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>What do you want to do?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export a data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only what a person made or verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the frame images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every &amp;n-th frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder to write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HintBar</name>
    <message>
        <source>Looking ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proposal {0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter: accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc: reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>click: add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right click: subtract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab: the next one</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel; what was done stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (+{0} waiting)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} a second, {1} left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ObjectWork</name>
    <message>
        <source>Click or box a thing: it becomes a new object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[{0}] is deleted; Ctrl+Z brings it back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ObjectsModel</name>
    <message>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shown: click to hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden: click to show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>locked: click to unlock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>free: click to lock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number and colour; double-click to change the colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ObjectsPanel</name>
    <message>
        <source>Objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click or box a thing in the video to begin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour of [{0}]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Room for scrubbing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine and cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another language is used from the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applies to projects that are opened from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small pictures of the videos that were shown last, on the disk.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>Opening {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing the sample clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This project can only be read: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} masks on {1} frames are in {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled: {0}. What was done stays.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Propagating</name>
    <message>
        <source>Propagating over frames {0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutEditor</name>
    <message>
        <source>Add these keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove all keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As in the preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an action or a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the new keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} would do nothing: it belongs to {1}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Open a video to label it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a video, a folder of images or a project here.
Point at a thing, follow it through the video, correct it, export a data set.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frame {0} · {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of {0}     {1} / {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range {0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VideoPicker</name>
    <message>
        <source>Video</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source> (read-only)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>There is nothing to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Going to another step</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of masks</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
