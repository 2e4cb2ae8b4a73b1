<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Propagate</source>
        <translation>传播</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审查</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>made by a person</source>
        <translation>由人制作</translation>
    </message>
    <message>
        <source>made by an engine</source>
        <translation>由引擎制作</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>导入的</translation>
    </message>
    <message>
        <source>score {0} %</source>
        <translation>得分 {0} %</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已核验</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Choose object 1 to 9</source>
        <translation>选择对象 1 到 9</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>在指针处缩放</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动画面</translation>
    </message>
    <message>
        <source>middle button, or Space and drag</source>
        <translation>中键，或按住空格拖动</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>笔刷大小</translation>
    </message>
    <message>
        <source>Shift and wheel</source>
        <translation>Shift 加滚轮</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Accept the proposal</source>
        <translation>接受提议</translation>
    </message>
    <message>
        <source>Reject the proposal</source>
        <translation>拒绝提议</translation>
    </message>
    <message>
        <source>Next proposal</source>
        <translation>下一个提议</translation>
    </message>
    <message>
        <source>Previous proposal</source>
        <translation>上一个提议</translation>
    </message>
    <message>
        <source>Preferences ...</source>
        <translation>首选项...</translation>
    </message>
    <message>
        <source>Everything is saved, at every step, in {0}.</source>
        <translation>每一步都已保存在 {0} 中。</translation>
    </message>
    <message>
        <source>Open ...</source>
        <translation>打开...</translation>
    </message>
    <message>
        <source>Open a folder of images ...</source>
        <translation>打开图像文件夹...</translation>
    </message>
    <message>
        <source>New project ...</source>
        <translation>新建项目...</translation>
    </message>
    <message>
        <source>Add videos ...</source>
        <translation>添加视频...</translation>
    </message>
    <message>
        <source>Add a folder of videos or images ...</source>
        <translation>添加视频或图像文件夹...</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试用示例</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Export ...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>Import a data set ...</source>
        <translation>导入数据集...</translation>
    </message>
    <message>
        <source>Import a data set from a file ...</source>
        <translation>从文件导入数据集...</translation>
    </message>
    <message>
        <source>Re-link the video ...</source>
        <translation>重新链接视频...</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Playing</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>下一帧</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>上一帧</translation>
    </message>
    <message>
        <source>Ten frames on</source>
        <translation>前进十帧</translation>
    </message>
    <message>
        <source>Ten frames back</source>
        <translation>后退十帧</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>第一帧</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>最后一帧</translation>
    </message>
    <message>
        <source>Go to a frame ...</source>
        <translation>转到帧...</translation>
    </message>
    <message>
        <source>Next keyframe</source>
        <translation>下一关键帧</translation>
    </message>
    <message>
        <source>Previous keyframe</source>
        <translation>上一关键帧</translation>
    </message>
    <message>
        <source>Next scene</source>
        <translation>下一场景</translation>
    </message>
    <message>
        <source>Previous scene</source>
        <translation>上一场景</translation>
    </message>
    <message>
        <source>Find scene cuts</source>
        <translation>查找场景切换</translation>
    </message>
    <message>
        <source>A scene begins here, or not</source>
        <translation>此处是否为场景起点</translation>
    </message>
    <message>
        <source>Range is this scene</source>
        <translation>范围设为此场景</translation>
    </message>
    <message>
        <source>Play faster</source>
        <translation>加快播放</translation>
    </message>
    <message>
        <source>Play slower</source>
        <translation>减慢播放</translation>
    </message>
    <message>
        <source>Play the range again and again</source>
        <translation>循环播放范围</translation>
    </message>
    <message>
        <source>Next video</source>
        <translation>下一个视频</translation>
    </message>
    <message>
        <source>Previous video</source>
        <translation>上一个视频</translation>
    </message>
    <message>
        <source>Range starts here</source>
        <translation>范围从此处开始</translation>
    </message>
    <message>
        <source>Range ends here</source>
        <translation>范围到此处结束</translation>
    </message>
    <message>
        <source>Range is the whole video</source>
        <translation>范围设为整个视频</translation>
    </message>
    <message>
        <source>All commands ...</source>
        <translation>所有命令...</translation>
    </message>
    <message>
        <source>About Maskbank ...</source>
        <translation>关于 Maskbank...</translation>
    </message>
    <message>
        <source>Make it a keyframe</source>
        <translation>设为关键帧</translation>
    </message>
    <message>
        <source>Not on this frame</source>
        <translation>不在此帧</translation>
    </message>
    <message>
        <source>Verify on this frame</source>
        <translation>核验此帧</translation>
    </message>
    <message>
        <source>Unverify on this frame</source>
        <translation>取消核验此帧</translation>
    </message>
    <message>
        <source>Lock on this frame</source>
        <translation>锁定此帧</translation>
    </message>
    <message>
        <source>Unlock on this frame</source>
        <translation>解锁此帧</translation>
    </message>
    <message>
        <source>Verify over the range</source>
        <translation>核验整个范围</translation>
    </message>
    <message>
        <source>Verify the whole track</source>
        <translation>核验整条轨迹</translation>
    </message>
    <message>
        <source>Unverify the whole track</source>
        <translation>取消核验整条轨迹</translation>
    </message>
    <message>
        <source>Lock the whole track</source>
        <translation>锁定整条轨迹</translation>
    </message>
    <message>
        <source>Unlock the whole track</source>
        <translation>解锁整条轨迹</translation>
    </message>
    <message>
        <source>Delete the whole track</source>
        <translation>删除整条轨迹</translation>
    </message>
    <message>
        <source>Delete on this frame</source>
        <translation>在此帧删除</translation>
    </message>
    <message>
        <source>On this frame</source>
        <translation>在本帧上</translation>
    </message>
    <message>
        <source>Over the range</source>
        <translation>在范围内</translation>
    </message>
    <message>
        <source>On the whole track</source>
        <translation>在整条轨迹上</translation>
    </message>
    <message>
        <source>Unverify over the range</source>
        <translation>取消核验整个范围</translation>
    </message>
    <message>
        <source>Lock over the range</source>
        <translation>锁定整个范围</translation>
    </message>
    <message>
        <source>Unlock over the range</source>
        <translation>解锁整个范围</translation>
    </message>
    <message>
        <source>Delete over the range</source>
        <translation>在范围内删除</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>New object</source>
        <translation>新建对象</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Colour ...</source>
        <translation>颜色...</translation>
    </message>
    <message>
        <source>Show or hide</source>
        <translation>显示或隐藏</translation>
    </message>
    <message>
        <source>Lock or unlock</source>
        <translation>锁定或解锁</translation>
    </message>
    <message>
        <source>Categories and attributes ...</source>
        <translation>类别和属性...</translation>
    </message>
    <message>
        <source>Delete the object</source>
        <translation>删除对象</translation>
    </message>
    <message>
        <source>Propagate backward</source>
        <translation>向后传播</translation>
    </message>
    <message>
        <source>Propagate both ways</source>
        <translation>双向传播</translation>
    </message>
    <message>
        <source>Propagate forward</source>
        <translation>向前传播</translation>
    </message>
    <message>
        <source>Propagate a correction</source>
        <translation>传播修正</translation>
    </message>
    <message>
        <source>All objects that are not locked</source>
        <translation>所有未锁定的对象</translation>
    </message>
    <message>
        <source>Stop at scene cuts</source>
        <translation>在场景切换处停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Pointer by key</source>
        <translation>用键盘移动指针</translation>
    </message>
    <message>
        <source>Points that add</source>
        <translation>添加点</translation>
    </message>
    <message>
        <source>Points that subtract</source>
        <translation>减去点</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>方框</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>笔刷</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Bend the outline</source>
        <translation>调整轮廓</translation>
    </message>
    <message>
        <source>Choose an object</source>
        <translation>选择对象</translation>
    </message>
    <message>
        <source>Choose the object under the pointer</source>
        <translation>选择指针下的对象</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>减小笔刷</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>增大笔刷</translation>
    </message>
    <message>
        <source>Pointer to the left</source>
        <translation>指针左移</translation>
    </message>
    <message>
        <source>Pointer to the right</source>
        <translation>指针右移</translation>
    </message>
    <message>
        <source>Pointer upward</source>
        <translation>指针上移</translation>
    </message>
    <message>
        <source>Pointer downward</source>
        <translation>指针下移</translation>
    </message>
    <message>
        <source>Press or let go at the pointer</source>
        <translation>在指针处按下或松开</translation>
    </message>
    <message>
        <source>The same with the other button</source>
        <translation>同上，用另一个按键</translation>
    </message>
    <message>
        <source>Masks as</source>
        <translation>掩码显示方式</translation>
    </message>
    <message>
        <source>Move over the frame</source>
        <translation>在画面上移动</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>To the left</source>
        <translation>向左</translation>
    </message>
    <message>
        <source>To the right</source>
        <translation>向右</translation>
    </message>
    <message>
        <source>Upward</source>
        <translation>向上</translation>
    </message>
    <message>
        <source>Downward</source>
        <translation>向下</translation>
    </message>
    <message>
        <source>Fewer frames on the timeline</source>
        <translation>时间轴显示更少帧</translation>
    </message>
    <message>
        <source>More frames on the timeline</source>
        <translation>时间轴显示更多帧</translation>
    </message>
    <message>
        <source>The range on the timeline</source>
        <translation>时间轴显示范围</translation>
    </message>
    <message>
        <source>The whole video on the timeline</source>
        <translation>时间轴显示整个视频</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>Colour and outline</source>
        <translation>颜色和轮廓</translation>
    </message>
    <message>
        <source>Colour only</source>
        <translation>仅颜色</translation>
    </message>
    <message>
        <source>Outline only</source>
        <translation>仅轮廓</translation>
    </message>
    <message>
        <source>Solid colour</source>
        <translation>实色</translation>
    </message>
    <message>
        <source>Masks in another way</source>
        <translation>换一种方式显示掩码</translation>
    </message>
    <message>
        <source>Masks fainter</source>
        <translation>掩码更淡</translation>
    </message>
    <message>
        <source>Masks stronger</source>
        <translation>掩码更浓</translation>
    </message>
    <message>
        <source>Only the chosen object</source>
        <translation>仅显示所选对象</translation>
    </message>
    <message>
        <source>Outlines of the frames beside</source>
        <translation>相邻帧的轮廓</translation>
    </message>
    <message>
        <source>Pixel grid</source>
        <translation>像素网格</translation>
    </message>
    <message>
        <source>Preview under the pointer</source>
        <translation>指针下的预览</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Opacity of masks</source>
        <translation>掩码的不透明度</translation>
    </message>
    <message>
        <source>The engine failed: {0}</source>
        <translation>引擎失败：{0}</translation>
    </message>
    <message>
        <source>Something went wrong in Maskbank; your work is saved. ({0})</source>
        <translation>Maskbank 出了问题；您的工作已保存。({0})</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>The best that can run here</source>
        <translation>此处可运行的最佳引擎</translation>
    </message>
    <message>
        <source>flow (no weights, no GPU)</source>
        <translation>flow(无需权重和 GPU)</translation>
    </message>
    <message>
        <source>GPU where there is one</source>
        <translation>有 GPU 时使用 GPU</translation>
    </message>
    <message>
        <source>As fits the device</source>
        <translation>按设备选择</translation>
    </message>
    <message>
        <source>Open a video or a project</source>
        <translation>打开视频或项目</translation>
    </message>
    <message>
        <source>Videos and projects</source>
        <translation>视频和项目</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>打开图像文件夹</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>{0} is in a read-only folder: where shall its project lie?</source>
        <translation>{0} 位于只读文件夹中：项目应存放在哪里？</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Add a folder of videos or images</source>
        <translation>添加视频或图像文件夹</translation>
    </message>
    <message>
        <source>Where is {0} now?</source>
        <translation>{0} 现在在哪里？</translation>
    </message>
    <message>
        <source>Folder of a data set</source>
        <translation>数据集文件夹</translation>
    </message>
    <message>
        <source>File of a data set</source>
        <translation>数据集文件</translation>
    </message>
    <message>
        <source>Data sets</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>labelme and X-AnyLabeling</source>
        <translation>labelme 和 X-AnyLabeling</translation>
    </message>
    <message>
        <source>no mask</source>
        <translation>无掩码</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>not here</source>
        <translation>不在此处</translation>
    </message>
    <message>
        <source>with a prompt</source>
        <translation>有提示</translation>
    </message>
    <message>
        <source>low score</source>
        <translation>得分低</translation>
    </message>
    <message>
        <source>sudden change of size</source>
        <translation>大小突变</translation>
    </message>
    <message>
        <source>Accept {0}</source>
        <translation>接受 {0}</translation>
    </message>
    <message>
        <source>Add the video {0}</source>
        <translation>添加视频 {0}</translation>
    </message>
    <message>
        <source>Add videos</source>
        <translation>添加视频</translation>
    </message>
    <message>
        <source>Another program keeps {path} locked. Close it and try again.</source>
        <translation>另一个程序锁定了 {path}。请关闭它后重试。</translation>
    </message>
    <message>
        <source>Ask: {0}</source>
        <translation>提问：{0}</translation>
    </message>
    <message>
        <source>Attributes that hold more than one value, or have no name, were passed over: {0}, the first at {1}.</source>
        <translation>含有多个值或没有名称的属性已跳过：{0} 个，第一个在 {1}。</translation>
    </message>
    <message>
        <source>CUDA error</source>
        <translation>CUDA 错误</translation>
    </message>
    <message>
        <source>Exported by Maskbank</source>
        <translation>由 Maskbank 导出</translation>
    </message>
    <message>
        <source>Finds and follows objects by words, clicks, boxes and masks, and answers questions.</source>
        <translation>通过语言、点击、方框和掩码查找并跟踪对象，并回答问题。</translation>
    </message>
    <message>
        <source>Follows objects by their colours and motion; needs no weights, no GPU, no network.</source>
        <translation>根据颜色和运动跟踪对象；无需权重、GPU 和网络。</translation>
    </message>
    <message>
        <source>Follows objects from clicks, boxes and masks with SAM 2.1.</source>
        <translation>使用 SAM 2.1 根据点击、方框和掩码跟踪对象。</translation>
    </message>
    <message>
        <source>Frame {0} of {1} cannot be decoded any more: copy the file again and re-link it.</source>
        <translation>{1} 的第 {0} 帧已无法解码：请重新复制文件并重新链接。</translation>
    </message>
    <message>
        <source>Frame {0} was marked, but is not one of {1} to {2}: mark a frame in that range.</source>
        <translation>标记了第 {0} 帧，但它不在 {1} 到 {2} 之内：请在该范围内标记一帧。</translation>
    </message>
    <message>
        <source>Frame {0} was pointed at, but the question is about {1} to {2}.</source>
        <translation>指向了第 {0} 帧，但问题涉及 {1} 到 {2}。</translation>
    </message>
    <message>
        <source>Frames that are pointed at: {0}, frames that are sampled: {1}. Sample more.</source>
        <translation>指向了 {0} 帧，只采样 {1} 帧。请增加采样。</translation>
    </message>
    <message>
        <source>Import {0}</source>
        <translation>导入 {0}</translation>
    </message>
    <message>
        <source>It jumps by {0}, {1} times its size.</source>
        <translation>它跳动了 {0}，为其大小的 {1} 倍。</translation>
    </message>
    <message>
        <source>KITTI MOTS</source>
        <translation>KITTI MOTS</translation>
    </message>
    <message>
        <source>MOTS has room for {0} categories: export as coco.</source>
        <translation>MOTS 只能容纳 {0} 个类别：请导出为 coco。</translation>
    </message>
    <message>
        <source>Mark [{0}] on frame {1}</source>
        <translation>在第 {1} 帧标记 [{0}]</translation>
    </message>
    <message>
        <source>No engine can run on this machine. {0}</source>
        <translation>没有引擎能在本机运行。{0}</translation>
    </message>
    <message>
        <source>Nothing is marked on this frame: click on the object or draw a box around it.</source>
        <translation>此帧上没有任何标记：请单击对象或在其周围画框。</translation>
    </message>
    <message>
        <source>Object [{0}] has no mask on the frames that the question is about: choose others, or follow it there first.</source>
        <translation>对象 [{0}] 在问题所涉及的帧上没有掩码：请选择其他帧，或先在那里跟踪它。</translation>
    </message>
    <message>
        <source>Object [{0}] has no prompt: show it on a frame first.</source>
        <translation>对象 [{0}] 没有提示：请先在某一帧上指出它。</translation>
    </message>
    <message>
        <source>Object [{0}] is locked: unlock it to change it.</source>
        <translation>对象 [{0}] 已锁定：解锁后才能更改。</translation>
    </message>
    <message>
        <source>Object [{0}] is locked: unlock it to let an engine work on it.</source>
        <translation>对象 [{0}] 已锁定：解锁后引擎才能处理它。</translation>
    </message>
    <message>
        <source>Object [{0}] is not there, or too small, on every frame that was marked: mark one where it can be seen.</source>
        <translation>对象 [{0}] 在每个标记的帧上都不在或太小：请在能看到它的帧上标记。</translation>
    </message>
    <message>
        <source>Object [{0}] was not marked on any frame: mark it on one.</source>
        <translation>对象 [{0}] 没有在任何帧上标记：请在某一帧上标记它。</translation>
    </message>
    <message>
        <source>One object at this size needs more memory than there is.</source>
        <translation>在此尺寸下，一个对象所需的内存已超过可用内存。</translation>
    </message>
    <message>
        <source>Only what is not the object is marked: click on the object too.</source>
        <translation>只标记了不属于对象的部分：请也单击对象本身。</translation>
    </message>
    <message>
        <source>OpenCV is missing; install it with: pip install opencv-contrib-python-headless</source>
        <translation>缺少 OpenCV；安装命令：pip install opencv-contrib-python-headless</translation>
    </message>
    <message>
        <source>Please segment the {0} in this {1}.</source>
        <translation>Please segment the {0} in this {1}.</translation>
    </message>
    <message>
        <source>Re-link the video {0}</source>
        <translation>重新链接视频 {0}</translation>
    </message>
    <message>
        <source>Re-link {0}</source>
        <translation>重新链接 {0}</translation>
    </message>
    <message>
        <source>Regarding {0}: {1}</source>
        <translation>关于 {0}：{1}</translation>
    </message>
    <message>
        <source>Regions that the text points at ({0}): {1}, regions that were shown: {2}. Make them as many.</source>
        <translation>文字指向的区域({0})：{1} 个，指出的区域：{2} 个。请使两者数量相同。</translation>
    </message>
    <message>
        <source>Regions to ignore (class {0}) were passed over: {1}.</source>
        <translation>要忽略的区域(类别 {0})已略过：{1} 个。</translation>
    </message>
    <message>
        <source>Remove the video {0}</source>
        <translation>移除视频 {0}</translation>
    </message>
    <message>
        <source>SAM 2 cannot work at {0} pixels: choose a multiple of 32.</source>
        <translation>SAM 2 不能以 {0} 像素工作：请选择 32 的倍数。</translation>
    </message>
    <message>
        <source>SAM 2 has no option {0}: choose from {1}.</source>
        <translation>SAM 2 没有选项 {0}：请从 {1} 中选择。</translation>
    </message>
    <message>
        <source>SAM 2 runs on cuda or cpu, not on {0}.</source>
        <translation>SAM 2 只能在 cuda 或 cpu 上运行，不能在 {0} 上运行。</translation>
    </message>
    <message>
        <source>SAM 2 understands no words: click on the object or draw a box.</source>
        <translation>SAM 2 不理解语言：请单击对象或画框。</translation>
    </message>
    <message>
        <source>SELECT version_num FROM alembic_version</source>
        <translation>SELECT version_num FROM alembic_version</translation>
    </message>
    <message>
        <source>Show the object: give --point, --box or --mask.</source>
        <translation>请指出对象：使用 --point、--box 或 --mask。</translation>
    </message>
    <message>
        <source>That step is not in the list any more: it is too old, or was replaced.</source>
        <translation>该步骤已不在列表中：它太旧，或已被替换。</translation>
    </message>
    <message>
        <source>The adapter in {0} adapts {1}, which its base has not.</source>
        <translation>{0} 中的适配器适配 {1}，但其基础模型没有它。</translation>
    </message>
    <message>
        <source>The adapter in {0} builds on {1}, which is missing: put it there, or set {2} in config.json.</source>
        <translation>{0} 中的适配器基于缺失的 {1}：请将其放到那里，或在 config.json 中设置 {2}。</translation>
    </message>
    <message>
        <source>The box {0} has no area: draw it around the object.</source>
        <translation>方框 {0} 没有面积：请围绕对象画框。</translation>
    </message>
    <message>
        <source>The box {0} is outside the frame of {1} pixels: draw it around the object.</source>
        <translation>方框 {0} 在 {1} 像素的画面之外：请围绕对象画框。</translation>
    </message>
    <message>
        <source>The box {0},{1},{2},{3} is empty: draw it around the object.</source>
        <translation>方框 {0},{1},{2},{3} 为空：请围绕对象画框。</translation>
    </message>
    <message>
        <source>The box {0},{1},{2},{3} is empty: its first corner must be the top left one.</source>
        <translation>方框 {0},{1},{2},{3} 为空：第一个角必须是左上角。</translation>
    </message>
    <message>
        <source>The box {0},{1},{2},{3} lies outside the frame, which is {4} pixels.</source>
        <translation>方框 {0},{1},{2},{3} 在 {4} 像素的画面之外。</translation>
    </message>
    <message>
        <source>The checkpoint in {0} does not fit its config.json: </source>
        <translation>{0} 中的检查点与其 config.json 不符：</translation>
    </message>
    <message>
        <source>The checkpoint in {0} has no SAM 2: it is a plain Qwen2.5-VL.</source>
        <translation>{0} 中的检查点没有 SAM 2：它是普通的 Qwen2.5-VL。</translation>
    </message>
    <message>
        <source>The checkpoint in {0} has {1} = {2}; only {3} is supported.</source>
        <translation>{0} 中的检查点有 {1} = {2}；只支持 {3}。</translation>
    </message>
    <message>
        <source>The checkpoint in {0} lacks tokenizer.json: get it again.</source>
        <translation>{0} 中的检查点缺少 tokenizer.json：请重新获取。</translation>
    </message>
    <message>
        <source>The checkpoint in {0} lacks {1}: get it again.</source>
        <translation>{0} 中的检查点缺少 {1}：请重新获取。</translation>
    </message>
    <message>
        <source>The checkpoint is of none of the networks known here ({0}): choose another.</source>
        <translation>检查点不属于此处已知的任何网络({0})：请选择其他检查点。</translation>
    </message>
    <message>
        <source>The checkpoint {0} is truncated or damaged ({1}): get it again.</source>
        <translation>检查点 {0} 被截断或已损坏({1})：请重新获取。</translation>
    </message>
    <message>
        <source>The checkpoint {0} was refused: it holds more than tensors, or is damaged. Nothing in it was run. Get it from its authors again, or a .safetensors of it.</source>
        <translation>检查点 {0} 被拒绝：它含有张量以外的内容，或已损坏。其中没有任何内容被运行。请从作者处重新获取，或获取 .safetensors 版本。</translation>
    </message>
    <message>
        <source>The checkpoint&apos;s SAM 2, {0}, is not known: choose another checkpoint.</source>
        <translation>检查点的 SAM 2 {0} 未知：请选择其他检查点。</translation>
    </message>
    <message>
        <source>The clicks on frame {0} say only where the object is not: add one on it.</source>
        <translation>第 {0} 帧上的点击只说明了对象不在哪里：请在对象上添加一个。</translation>
    </message>
    <message>
        <source>The clip does not fit into memory: sample fewer frames, or choose the smaller model.</source>
        <translation>片段放不进内存：请减少采样帧，或选择较小的模型。</translation>
    </message>
    <message>
        <source>The colours of frame {0} of {1} cannot be converted: convert the video to H.264.</source>
        <translation>{1} 第 {0} 帧的颜色无法转换：请将视频转换为 H.264。</translation>
    </message>
    <message>
        <source>A category needs a name.</source>
        <translation>类别需要名称。</translation>
    </message>
    <message>
        <source> no video stream</source>
        <translation> 没有视频流</translation>
    </message>
    <message>
        <source>, which the system also sends when memory runs out</source>
        <translation>,内存耗尽时系统也会发送它</translation>
    </message>
    <message>
        <source>. Get it again.</source>
        <translation>。请重新获取。</translation>
    </message>
    <message>
        <source>... and {0} more.</source>
        <translation>……还有 {0} 条。</translation>
    </message>
    <message>
        <source>; or instead {0}</source>
        <translation>;或改为 {0}</translation>
    </message>
    <message>
        <source>; there is {0}</source>
        <translation>;现有 {0}</translation>
    </message>
    <message>
        <source>A scene can begin on the frames 1 to {0} only.</source>
        <translation>场景只能从第 1 到 {0} 帧开始。</translation>
    </message>
    <message>
        <source>A side of {0} pixels is none: choose 1 or more.</source>
        <translation>边长 {0} 像素无效：请选择 1 或更大。</translation>
    </message>
    <message>
        <source>A video for each object with the mask as alpha (ProRes 4444), exact pixel by pixel, each frame at its time; overlaps are kept. It cannot be read back: export png for a sequence of images that can.</source>
        <translation>每个对象一个以掩码为 alpha 的视频(ProRes 4444)，逐像素精确，每帧都在其时间上；保留重叠。无法读回：如需可读回的图像序列，请导出 png。</translation>
    </message>
    <message>
        <source>A video for each object, white where it is and black elsewhere, each frame at its time; overlaps are kept. It cannot be read back: export png for a sequence of images that can.</source>
        <translation>每个对象一个视频，对象处为白，其余为黑，每帧都在其时间上；保留重叠。无法读回：如需可读回的图像序列，请导出 png。</translation>
    </message>
    <message>
        <source>A video to edit (ProRes 422 HQ), with masks, outlines and numbers in the colours of the objects, each frame at its time. It cannot be read back.</source>
        <translation>用于编辑的视频(ProRes 422 HQ)，带有对象颜色的掩码、轮廓和编号，每帧都在其时间上。无法读回。</translation>
    </message>
    <message>
        <source>A video to look at, with masks, outlines and numbers in the colours of the objects, each frame at its time. It cannot be read back.</source>
        <translation>用于观看的视频，带有对象颜色的掩码、轮廓和编号，每帧都在其时间上。无法读回。</translation>
    </message>
    <message>
        <source>Add the categories of {0}</source>
        <translation>添加 {0} 的类别</translation>
    </message>
    <message>
        <source>Add the category {0}</source>
        <translation>添加类别 {0}</translation>
    </message>
    <message>
        <source>An answer is being given: wait for it, or cancel it.</source>
        <translation>正在回答：请等待，或取消。</translation>
    </message>
    <message>
        <source>An attribute needs a name.</source>
        <translation>属性需要名称。</translation>
    </message>
    <message>
        <source>An image a frame (PNG), with masks, outlines and numbers in the colours of the objects. It cannot be read back.</source>
        <translation>每帧一张图像(PNG)，以对象的颜色画出掩码、轮廓和编号。无法读回。</translation>
    </message>
    <message>
        <source>An import refuses all of it: put these right, or leave them out with --skip-bad.</source>
        <translation>导入会拒绝全部内容：请更正这些记录，或用 --skip-bad 略去。</translation>
    </message>
    <message>
        <source>Attribute {0} has the same choice twice.</source>
        <translation>属性 {0} 有两个相同的选项。</translation>
    </message>
    <message>
        <source>Attribute {0}: choices belong to the kind {1}, and that kind needs at least one.</source>
        <translation>属性 {0}：选项属于类型 {1}，该类型至少需要一个选项。</translation>
    </message>
    <message>
        <source>CUDA graphs need a GPU: choose compile=yes or compile=no.</source>
        <translation>CUDA graphs 需要 GPU：请选择 compile=yes 或 compile=no。</translation>
    </message>
    <message>
        <source>Change {0}</source>
        <translation>更改 {0}</translation>
    </message>
    <message>
        <source>Choose an object first: click it in the list, or press its number.</source>
        <translation>请先选择对象：在列表中点击，或按其编号。</translation>
    </message>
    <message>
        <source>Choose two different objects of the same video.</source>
        <translation>请选择同一视频中的两个不同对象。</translation>
    </message>
    <message>
        <source>Define {0}</source>
        <translation>定义 {0}</translation>
    </message>
    <message>
        <source>Every {0}th frame is none: choose 1 or more.</source>
        <translation>每隔 {0} 帧无效：请选择 1 或更大。</translation>
    </message>
    <message>
        <source>Expression: {0}</source>
        <translation>表达式：{0}</translation>
    </message>
    <message>
        <source>Find the scene cuts of {0}</source>
        <translation>查找 {0} 的场景切换</translation>
    </message>
    <message>
        <source>It cannot be read:</source>
        <translation>无法读取：</translation>
    </message>
    <message>
        <source>Its area came to {0} of what it was within a few frames.</source>
        <translation>其面积在几帧内变为原来的 {0}。</translation>
    </message>
    <message>
        <source>Its area is suddenly {0} of what it was.</source>
        <translation>其面积突然变为原来的 {0}。</translation>
    </message>
    <message>
        <source>Masks of one part exactly, holes and overlaps included; parts are joined by a line, and the report says what that costs. Categories; not which object is which, names, numbers, scores, prompts, conversations, colours, attributes, or who made a mask.</source>
        <translation>单个部分的掩码精确保留，包括孔洞和重叠；多个部分用线连接，报告会说明由此造成的损失。保留类别；不含对象身份、名称、编号、得分、提示、对话、颜色、属性以及掩码的来源。</translation>
    </message>
    <message>
        <source>None of the missing videos is in {0}: choose another folder.</source>
        <translation>{0} 中没有任何缺失的视频：请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Put [{0}] back as it was before</source>
        <translation>将 [{0}] 恢复到之前的状态</translation>
    </message>
    <message>
        <source>Recolour the category {0}</source>
        <translation>更改类别 {0} 的颜色</translation>
    </message>
    <message>
        <source>Remove the category {0}</source>
        <translation>移除类别 {0}</translation>
    </message>
    <message>
        <source>Remove the expression: {0}</source>
        <translation>移除表达式：{0}</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
    <message>
        <source>Rename the category {0} to {1}</source>
        <translation>将类别 {0} 重命名为 {1}</translation>
    </message>
    <message>
        <source>SAM 2 works in {0}, not in {1}.</source>
        <translation>SAM 2 使用 {0}，不能使用 {1}。</translation>
    </message>
    <message>
        <source>Several objects are called {0}: say which by its number. {1}.</source>
        <translation>有多个对象名为 {0}：请用编号指明。{1}。</translation>
    </message>
    <message>
        <source>The best option is (</source>
        <translation>The best option is (</translation>
    </message>
    <message>
        <source>The category has an attribute {0} already. Choose another name.</source>
        <translation>该类别已有属性 {0}。请选择其他名称。</translation>
    </message>
    <message>
        <source>Conversations, question by question with its answer, and every mask exactly, overlaps included, with object numbers and where an object is absent; names, categories and attributes are in frame_map.json. Not scores, expressions, prompts, colours, or who made a mask.</source>
        <translation>对话，逐问逐答，以及每个精确的掩码，包括重叠，并带有对象编号以及对象不在的帧；名称、类别和属性在 frame_map.json 中。不含得分、表达式、提示、颜色以及掩码的来源。</translation>
    </message>
    <message>
        <source>, not there on {0}</source>
        <translation>,{0} 帧上不存在</translation>
    </message>
    <message>
        <source>A window of {0} is too short: give it {1} or more.</source>
        <translation>{0} 的窗口太短：请设为 {1} 或更大。</translation>
    </message>
    <message>
        <source>Add [{0}] {1}</source>
        <translation>添加 [{0}] {1}</translation>
    </message>
    <message>
        <source>All can be read: {0}.</source>
        <translation>全部可以读取：{0}。</translation>
    </message>
    <message>
        <source>Duplicate {0}</source>
        <translation>复制 {0}</translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, and where an object is absent; object numbers, names, categories and attributes are in frame_map.json. Not scores, prompts, conversations, colours, or who made a mask.</source>
        <translation>每个掩码都精确保留，包括重叠以及对象不在的帧；对象编号、名称、类别和属性在 frame_map.json 中。不含得分、提示、对话、颜色以及掩码的来源。</translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with categories and attributes; object numbers and names are in frame_map.json. Not the difference between absent and never looked at, scores, prompts, conversations or colours; who made a track only if asked for.</source>
        <translation>每个掩码都精确保留，包括重叠，并带有类别和属性；对象编号和名称在 frame_map.json 中。不含“不在”与“从未查看”的区别、得分、提示、对话和颜色；轨迹的来源仅在要求时保留。</translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with object numbers and where an object is absent; names, categories and attributes are in frame_map.json. Not scores, prompts, conversations, colours, or who made a mask.</source>
        <translation>每个掩码都精确保留，包括重叠，并带有对象编号以及对象不在的帧；名称、类别和属性在 frame_map.json 中。不含得分、提示、对话、颜色以及掩码的来源。</translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with object numbers, categories and attributes; names are in frame_map.json. Not the difference between absent and never looked at, prompts, conversations or colours; scores and who made a mask only if asked for.</source>
        <translation>每个掩码都精确保留，包括重叠，并带有对象编号、类别和属性；名称在 frame_map.json 中。不含“不在”与“从未查看”的区别、提示、对话和颜色；得分和掩码的来源仅在要求时保留。</translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with object numbers, categories, attributes, scores and where an object is absent; names are in frame_map.json. Not prompts, conversations or colours; who made a mask only if asked for.</source>
        <translation>每个掩码都精确保留，包括重叠，并带有对象编号、类别、属性、得分以及对象不在的帧；名称在 frame_map.json 中。不含提示、对话和颜色；掩码的来源仅在要求时保留。</translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with object numbers, names, categories and scores; attributes are in frame_map.json. Not the difference between absent and never looked at, prompts, conversations or colours; who made a mask only if asked for.</source>
        <translation>每个掩码都精确保留，包括重叠，并带有对象编号、名称、类别和得分；属性在 frame_map.json 中。不含“不在”与“从未查看”的区别、提示、对话和颜色；掩码的来源仅在要求时保留。</translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with object numbers, names, categories, attributes, scores and where an object is absent; not prompts, conversations or colours; who made a mask only if asked for.</source>
        <translation>每个掩码都精确保留，包括重叠，并带有对象编号、名称、类别、属性、得分以及对象不在的帧；不含提示、对话和颜色；掩码的来源仅在要求时保留。</translation>
    </message>
    <message>
        <source>Every mask exactly, overlaps included, with one score a track; object numbers, names, categories and attributes are in frame_map.json. Not the difference between absent and never looked at, scores of single masks, prompts, conversations, colours, or who made a mask.</source>
        <translation>每个掩码都精确保留，包括重叠，每条轨迹一个得分；对象编号、名称、类别和属性在 frame_map.json 中。不含“不在”与“从未查看”的区别、单个掩码的得分、提示、对话、颜色以及掩码的来源。</translation>
    </message>
    <message>
        <source>Expressions, with the objects they refer to, and every mask exactly, overlaps included; object numbers, names, categories and attributes are in frame_map.json. Not the difference between absent and never looked at, scores, prompts, conversations, colours, or who made a mask.</source>
        <translation>表达式及其所指的对象，以及每个精确的掩码，包括重叠；对象编号、名称、类别和属性在 frame_map.json 中。不含“不在”与“从未查看”的区别、得分、提示、对话、颜色以及掩码的来源。</translation>
    </message>
    <message>
        <source>Hide {0}</source>
        <translation>隐藏 {0}</translation>
    </message>
    <message>
        <source>Jobs cannot be remembered after the program ends: {0} cannot be written: {1}. The jobs themselves go on.</source>
        <translation>程序结束后将不会记住任务：无法写入 {0}：{1}。任务本身会继续。</translation>
    </message>
    <message>
        <source>Lock {0}</source>
        <translation>锁定 {0}</translation>
    </message>
    <message>
        <source>Mark {0} on frame {1}</source>
        <translation>在第 {1} 帧标记 {0}</translation>
    </message>
    <message>
        <source>Masks exactly where they do not overlap, with categories; where they do, a pixel belongs to the smaller object only. Object numbers, names and attributes are in frame_map.json. Not scores, prompts, conversations, colours, or who made a mask.</source>
        <translation>不重叠处的掩码精确保留，带有类别；重叠处的像素只属于较小的对象。对象编号、名称和属性在 frame_map.json 中。不含得分、提示、对话、颜色以及掩码的来源。</translation>
    </message>
    <message>
        <source>Masks exactly where they do not overlap, with object numbers, names and categories; where they do, a pixel belongs to the smaller object only. Attributes are in frame_map.json. Not scores, prompts, conversations, colours, or who made a mask; an object without pixels on a frame counts as absent there.</source>
        <translation>不重叠处的掩码精确保留，带有对象编号、名称和类别；重叠处的像素只属于较小的对象。属性在 frame_map.json 中。不含得分、提示、对话、颜色以及掩码的来源；某帧上没有像素的对象视为不在该帧。</translation>
    </message>
    <message>
        <source>Masks exactly where they do not overlap; where they do, a pixel belongs to the smaller object only. Object numbers, names, categories and attributes are in frame_map.json. Not scores, prompts, conversations, colours, or who made a mask.</source>
        <translation>不重叠处的掩码精确保留；重叠处的像素只属于较小的对象。对象编号、名称、类别和属性在 frame_map.json 中。不含得分、提示、对话、颜色以及掩码的来源。</translation>
    </message>
    <message>
        <source>Merge {0} into [{1}]</source>
        <translation>将 {0} 合并到 [{1}]</translation>
    </message>
    <message>
        <source>No folder can be made in {0}: choose another folder for the export.</source>
        <translation>无法在 {0} 中建立文件夹：请为导出另选一个文件夹。</translation>
    </message>
    <message>
        <source>No object is of the category {0}.</source>
        <translation>没有对象属于类别 {0}。</translation>
    </message>
    <message>
        <source>Nobody verified it yet; masks: {0}.</source>
        <translation>尚无人核验；掩码：{0}。</translation>
    </message>
    <message>
        <source>Object {0} ({1}) of {2} shows on no frame.</source>
        <translation>{2} 的对象 {0}({1})不在任何帧上出现。</translation>
    </message>
    <message>
        <source>One frame at this size needs more memory than there is.</source>
        <translation>在这个尺寸下，一帧需要的内存超过了可用内存。</translation>
    </message>
    <message>
        <source>Only two objects can change places: select two, or the one.</source>
        <translation>只能交换两个对象：请选择两个，或选择其中一个。</translation>
    </message>
    <message>
        <source>Open a video first: choose File, Open, or drop one on the window.</source>
        <translation>请先打开视频：选择“文件 &gt; 打开”，或将视频拖放到窗口。</translation>
    </message>
    <message>
        <source>Recolour [{0}]</source>
        <translation>更改 [{0}] 的颜色</translation>
    </message>
    <message>
        <source>Rename [{0}] to {1}</source>
        <translation>将 [{0}] 重命名为 {1}</translation>
    </message>
    <message>
        <source>Set {0} of {1} to {2}</source>
        <translation>将 {1} 的 {0} 设为 {2}</translation>
    </message>
    <message>
        <source>Show {0}</source>
        <translation>显示 {0}</translation>
    </message>
    <message>
        <source>Split {0} at frame {1}</source>
        <translation>在第 {1} 帧拆分 {0}</translation>
    </message>
    <message>
        <source>Take the category of {0}</source>
        <translation>移除 {0} 的类别</translation>
    </message>
    <message>
        <source>The backup {0} cannot be written, so the project stays as it was: {1}. Make room for it, and open the project again.</source>
        <translation>无法写入备份 {0}，因此项目保持原样：{1}。请腾出空间后重新打开项目。</translation>
    </message>
    <message>
        <source>The checkpoint is of another network than its configuration says (tensors missing: {0}, unknown: {1}, of another shape: {2}, among them {3}): choose the size that it was made for.</source>
        <translation>检查点属于与其配置不同的网络(缺少 {0} 个张量，{1} 个未知，{2} 个形状不同，其中有 {3})：请选择它所对应的大小。</translation>
    </message>
    <message>
        <source>The copy of {0} for scrubbing cannot be written to {1}: {2}.</source>
        <translation>无法将 {0} 的拖动预览写入 {1}：{2}。</translation>
    </message>
    <message>
        <source>The data set cannot be kept beside the project in {0}: {1}. Make room and try again.</source>
        <translation>数据集无法暂存在项目旁的 {0} 中：{1}。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>The data set speaks of the video {0}, which the project does not hold: add the video, or name its file with --video. If the data set is a zip with the frames, unpack it first.</source>
        <translation>数据集涉及视频 {0}，但项目中没有它：请添加该视频，或用 --video 指定其文件。如果数据集是带有帧的 zip，请先解压。</translation>
    </message>
    <message>
        <source>The data set&apos;s video {0} is {1} x {2} pixels, but {3} is {4} x {5}.</source>
        <translation>数据集的视频 {0} 为 {1} x {2} 像素，但 {3} 为 {4} x {5}。</translation>
    </message>
    <message>
        <source>The disk under {path} cannot be read or written now. Check that it is connected and has room.</source>
        <translation>现在无法读写 {path} 所在的磁盘。请检查其连接和剩余空间。</translation>
    </message>
    <message>
        <source>The engine failed: {0}: {1}</source>
        <translation>引擎失败：{0}：{1}</translation>
    </message>
    <message>
        <source>The engine is unsure: its lowest score is {0}.</source>
        <translation>引擎不确定：最低得分为 {0}。</translation>
    </message>
    <message>
        <source>The engine ran out of memory; work on fewer objects or smaller frames at a time.</source>
        <translation>引擎内存不足；请一次处理更少的对象或更小的帧。</translation>
    </message>
    <message>
        <source>The engine was closed.</source>
        <translation>引擎已关闭。</translation>
    </message>
    <message>
        <source>The engine was stopped before it had answered.</source>
        <translation>引擎在回答之前已停止。</translation>
    </message>
    <message>
        <source>The engine {0} cannot run here: {1}.</source>
        <translation>引擎 {0} 无法在此处运行：{1}。</translation>
    </message>
    <message>
        <source>The engine {0} ended unexpectedly ({1}). What it had delivered is kept; ask again to start it anew. Its log is {2}.</source>
        <translation>引擎 {0} 意外结束({1})。已交付的结果会保留；再次请求即可重新启动。其日志为 {2}。</translation>
    </message>
    <message>
        <source>The engine {0} was ended for what it sent: {1}.</source>
        <translation>引擎 {0} 因其发送的内容被结束：{1}。</translation>
    </message>
    <message>
        <source>The evaluation of {0} only counts {1}: {2}.</source>
        <translation>{0} 的评测只统计 {1}：{2}。</translation>
    </message>
    <message>
        <source>The export to {0} failed, and nothing there has changed: {1}. Make room or choose another folder, and export again.</source>
        <translation>导出到 {0} 失败，那里没有任何更改：{1}。请腾出空间或选择其他文件夹，然后重新导出。</translation>
    </message>
    <message>
        <source>The file is cut off after frame {0} ({1} s).</source>
        <translation>文件在第 {0} 帧({1} 秒)之后被截断。</translation>
    </message>
    <message>
        <source>The file is cut off: it ends after {0} of the {1} seconds that it declares.</source>
        <translation>文件被截断：它在所声明的 {1} 秒中的第 {0} 秒结束。</translation>
    </message>
    <message>
        <source>The file {0} is missing: pull the model again.</source>
        <translation>缺少文件 {0}：请重新拉取模型。</translation>
    </message>
    <message>
        <source>The file {0} was altered since it was fetched (its SHA-256 differs): pull the model again.</source>
        <translation>文件 {0} 获取后被更改(其 SHA-256 不同)：请重新拉取模型。</translation>
    </message>
    <message>
        <source>The file {0} was not what its publisher gave out (its SHA-256 differs) and was removed: pull the model again.</source>
        <translation>文件 {0} 与发布者提供的不同(其 SHA-256 不同)，已被移除：请重新拉取模型。</translation>
    </message>
    <message>
        <source>The flow engine has no preset {0}: choose {1}.</source>
        <translation>flow 引擎没有预设 {0}：请选择 {1}。</translation>
    </message>
    <message>
        <source>The flow engine understands no words: click on the object or draw a box.</source>
        <translation>flow 引擎不理解语言：请单击对象或画框。</translation>
    </message>
    <message>
        <source>The folder {0} cannot be written. Choose another one.</source>
        <translation>无法写入文件夹 {0}。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>The folder {0} has no images (.jpg, .jpeg or .png).</source>
        <translation>文件夹 {0} 中没有图像(.jpg、.jpeg 或 .png)。</translation>
    </message>
    <message>
        <source>The frames {0} to {1} are not a range of this video: choose one within 0 to {2}.</source>
        <translation>第 {0} 到 {1} 帧不是此视频的范围：请在 0 到 {2} 之内选择。</translation>
    </message>
    <message>
        <source>The hub has no file {0} in {1} any more.</source>
        <translation>模型库中的 {1} 不再有文件 {0}。</translation>
    </message>
    <message>
        <source>The image {0} cannot be read: {1}.</source>
        <translation>无法读取图像 {0}：{1}。</translation>
    </message>
    <message>
        <source>The image {0} is damaged: copy it again, or take it away.</source>
        <translation>图像 {0} 已损坏：请重新复制，或将其移走。</translation>
    </message>
    <message>
        <source>The language model can be kept in 8 or 4 bits, not in {0}.</source>
        <translation>语言模型可用 8 或 4 位保存，不能用 {0} 位。</translation>
    </message>
    <message>
        <source>The language model has to see at least one frame: sample 1 frame or more.</source>
        <translation>语言模型至少要看到一帧：请采样 1 帧或更多。</translation>
    </message>
    <message>
        <source>The mask is for frames of {0} pixels (height, width), but those of {1} have {2}.</source>
        <translation>掩码适用于 {0} 像素(高、宽)的帧，但 {1} 的帧为 {2}。</translation>
    </message>
    <message>
        <source>The mask is {0} pixels, the frame {1}: give a mask of the frame&apos;s size.</source>
        <translation>掩码为 {0} 像素，帧为 {1}：请提供与帧同样大小的掩码。</translation>
    </message>
    <message>
        <source>The mask on frame {0} is {1} pixels, but the video is {2}.</source>
        <translation>第 {0} 帧上的掩码为 {1} 像素，但视频为 {2}。</translation>
    </message>
    <message>
        <source>The mask on frame {0} is {1} x {2} pixels, the video {3} x {4}: give a mask of the video&apos;s size.</source>
        <translation>第 {0} 帧上的掩码为 {1} x {2} 像素，视频为 {3} x {4}：请提供与视频同样大小的掩码。</translation>
    </message>
    <message>
        <source>The mask {0} cannot be read: {1}.</source>
        <translation>无法读取掩码 {0}：{1}。</translation>
    </message>
    <message>
        <source>The mask {0} is {1} x {2} pixels, but the video is {3} x {4}.</source>
        <translation>掩码 {0} 为 {1} x {2} 像素，但视频为 {3} x {4}。</translation>
    </message>
    <message>
        <source>The model {0} cannot be fetched now: {1}. Try again later, or name another folder in {2}.</source>
        <translation>现在无法获取模型 {0}：{1}。请稍后重试，或在 {2} 中指定另一个文件夹。</translation>
    </message>
    <message>
        <source>The model {0} could not be fetched ({1}). What was fetched is kept: try again.</source>
        <translation>无法获取模型 {0}({1})。已获取的部分会保留：请重试。</translation>
    </message>
    <message>
        <source>The model {0} could not be fetched, as its server was not reached: try again when there is a connection, or name a folder that has the model.</source>
        <translation>无法获取模型 {0}，因为连接不上服务器：请在有网络时再试，或指定一个存有该模型的文件夹。</translation>
    </message>
    <message>
        <source>The model {0} is not complete on this machine and HF_HUB_OFFLINE is set: unset it, or name a folder that has the model.</source>
        <translation>模型 {0} 在本机上不完整，且设置了 HF_HUB_OFFLINE：请取消设置，或指定包含该模型的文件夹。</translation>
    </message>
    <message>
        <source>The model {0} is not on this machine: fetch it with `maskbank models pull {1}`.</source>
        <translation>模型 {0} 不在本机上：请用 `maskbank models pull {1}` 获取。</translation>
    </message>
    <message>
        <source>The model {0} is not on this machine: there is nothing to remove.</source>
        <translation>模型 {0} 不在本机上：没有可移除的内容。</translation>
    </message>
    <message>
        <source>The model {0} takes {1} MiB, but only {2} MiB are free in {3}.</source>
        <translation>模型 {0} 需要 {1} MiB，但 {3} 只有 {2} MiB 空闲。</translation>
    </message>
    <message>
        <source>The name {0}... is too long for a project beside it: say where with --project.</source>
        <translation>名称 {0}... 太长，无法在其旁边建立项目：请用 --project 指定位置。</translation>
    </message>
    <message>
        <source>The name {0}... is too long: SQLite needs room for its own endings. At most {1} bytes are possible.</source>
        <translation>名称 {0}... 太长：SQLite 需要为自己的后缀留出空间。最多 {1} 字节。</translation>
    </message>
    <message>
        <source>The number {0} was given before; numbers from {1} on are free.</source>
        <translation>编号 {0} 已用过；从 {1} 起的编号可用。</translation>
    </message>
    <message>
        <source>The option compile is {0} or {1}, not {2}.</source>
        <translation>选项 compile 应为 {0} 或 {1}，而不是 {2}。</translation>
    </message>
    <message>
        <source>The option {0} is a number of pixels, not {1}.</source>
        <translation>选项 {0} 应为像素数，而不是 {1}。</translation>
    </message>
    <message>
        <source>The option {0} is not understood: write NAME=VALUE.</source>
        <translation>选项 {0} 无法理解：请写成 NAME=VALUE。</translation>
    </message>
    <message>
        <source>The option {0} is yes or no, not {1}.</source>
        <translation>选项 {0} 应为 yes 或 no，而不是 {1}。</translation>
    </message>
    <message>
        <source>The overlay video is written as .mp4: give {0}.mp4 as its name.</source>
        <translation>叠加视频写为 .mp4：请将名称设为 {0}.mp4。</translation>
    </message>
    <message>
        <source>The pixel {0},{1} is marked both as inside and as outside the object: remove one of the two points.</source>
        <translation>像素 {0},{1} 同时被标记为在对象之内和之外：请移除其中一个点。</translation>
    </message>
    <message>
        <source>The point {0} must end in 1 (adds) or 0 (subtracts), or have two numbers.</source>
        <translation>点 {0} 必须以 1(添加)或 0(减去)结尾，或只有两个数字。</translation>
    </message>
    <message>
        <source>The point {0},{1} is outside the frame of {2} pixels: click inside it.</source>
        <translation>点 {0},{1} 在 {2} 像素的画面之外：请在画面内单击。</translation>
    </message>
    <message>
        <source>The point {0},{1} is outside the frame, which is {2} x {3} pixels.</source>
        <translation>点 {0},{1} 在画面之外，画面为 {2} x {3} 像素。</translation>
    </message>
    <message>
        <source>The point {0},{1} lies outside the frame, which is {2} pixels.</source>
        <translation>点 {0},{1} 在画面之外，画面为 {2} 像素。</translation>
    </message>
    <message>
        <source>The project changed while it was exported: export it again.</source>
        <translation>项目在导出过程中被更改：请重新导出。</translation>
    </message>
    <message>
        <source>The project has {0} categories, but VOC has room for {1}: export as coco.</source>
        <translation>项目有 {0} 个类别，但 VOC 只能容纳 {1} 个：请导出为 coco。</translation>
    </message>
    <message>
        <source>The prompt is on frame {0}, but the video has frames 0 to {1}.</source>
        <translation>提示在第 {0} 帧，但视频只有第 0 到 {1} 帧。</translation>
    </message>
    <message>
        <source>The prompt on frame {0} shows nothing: add a point, a box or a mask.</source>
        <translation>第 {0} 帧上的提示没有内容：请添加点、方框或掩码。</translation>
    </message>
    <message>
        <source>The prompted frame {0} is not in the range {1}:{2}: name one that is, with --frame or --range.</source>
        <translation>带提示的第 {0} 帧不在范围 {1}：{2} 内：请用 --frame 或 --range 指定范围内的一帧。</translation>
    </message>
    <message>
        <source>The range {0} holds no frame: A must be less than B, as B is not included.</source>
        <translation>范围 {0} 中没有帧：A 必须小于 B，因为不包含 B。</translation>
    </message>
    <message>
        <source>The range {0} is not understood: write A:B, as in 0:100 or 50: (B is not included).</source>
        <translation>范围 {0} 无法理解：请写成 A:B，如 0:100 或 50:(不含 B)。</translation>
    </message>
    <message>
        <source>The range {0} is outside the video, whose frames are 0 to {1}.</source>
        <translation>范围 {0} 在视频之外，视频的帧为 0 到 {1}。</translation>
    </message>
    <message>
        <source>The reading ended there: put that right, and validate again.</source>
        <translation>读取到此为止：请更正后重新校验。</translation>
    </message>
    <message>
        <source>The text must not hold {0}, which steers the model: leave it out.</source>
        <translation>文字中不得含有控制模型的 {0}：请去掉。</translation>
    </message>
    <message>
        <source>The text {0} holds half a character and cannot be kept. Rename it.</source>
        <translation>文字 {0} 含有半个字符，无法保存。请重命名。</translation>
    </message>
    <message>
        <source>The tokenizer in {0} does not know {1}: it is of another model.</source>
        <translation>{0} 中的分词器不认识 {1}：它属于其他模型。</translation>
    </message>
    <message>
        <source>The video {0} comes without its frame images, or some are missing.</source>
        <translation>视频 {0} 没有附带帧图像，或有缺失。</translation>
    </message>
    <message>
        <source>The video {0} has changed since it was added: put the original back and re-link it, or add this one as a new video.</source>
        <translation>视频 {0} 在添加后已更改：请放回原来的文件并重新链接，或将其作为新视频添加。</translation>
    </message>
    <message>
        <source>The video {0} has no labelled frame.</source>
        <translation>视频 {0} 没有已标注的帧。</translation>
    </message>
    <message>
        <source>The video {0} is not at {1} any more: re-link it to where it is now.</source>
        <translation>视频 {0} 已不在 {1}：请重新链接到现在的位置。</translation>
    </message>
    <message>
        <source>The video {0} is not there any more: put it back, or re-link it to where it is now.</source>
        <translation>视频 {0} 已不在：请放回，或重新链接到现在的位置。</translation>
    </message>
    <message>
        <source>There are no weights for {0} on this machine: fetch some with `maskbank models pull NAME` ({1}).</source>
        <translation>本机上没有 {0} 的权重：请用 `maskbank models pull NAME` 获取({1})。</translation>
    </message>
    <message>
        <source>There are several checkpoints in {0}: name the file of one.</source>
        <translation>{0} 中有多个检查点：请指定其中一个文件。</translation>
    </message>
    <message>
        <source>There is a category {0} already. Choose another name.</source>
        <translation>已有类别 {0}。请选择其他名称。</translation>
    </message>
    <message>
        <source>There is no GPU that torch can use: choose the device cpu.</source>
        <translation>没有 torch 可用的 GPU：请选择设备 cpu。</translation>
    </message>
    <message>
        <source>There is no SAM 2 in {0}: it holds no image encoder.</source>
        <translation>{0} 中没有 SAM 2：它不含图像编码器。</translation>
    </message>
    <message>
        <source>There is no UniPixel in {0}: {1} is missing.</source>
        <translation>{0} 中没有 UniPixel：缺少 {1}。</translation>
    </message>
    <message>
        <source>There is no benchmark {0}: choose one of {1}.</source>
        <translation>没有基准 {0}：请从 {1} 中选择。</translation>
    </message>
    <message>
        <source>There is no checkpoint at {0}.</source>
        <translation>{0} 处没有检查点。</translation>
    </message>
    <message>
        <source>There is no checkpoint called {0}: give a path, or one of {1}.</source>
        <translation>没有名为 {0} 的检查点：请给出路径，或从 {1} 中选择。</translation>
    </message>
    <message>
        <source>There is no checkpoint in {0}: choose a folder with a .pt or .safetensors file.</source>
        <translation>{0} 中没有检查点：请选择含有 .pt 或 .safetensors 文件的文件夹。</translation>
    </message>
    <message>
        <source>There is no engine called {0}; choose one of: {1}.</source>
        <translation>没有名为 {0} 的引擎；请从以下选择：{1}。</translation>
    </message>
    <message>
        <source>There is no file or folder {0}.</source>
        <translation>没有文件或文件夹 {0}。</translation>
    </message>
    <message>
        <source>There is no file {0}. Check the name, or where it was moved to.</source>
        <translation>没有文件 {0}。请检查名称，或它被移到了哪里。</translation>
    </message>
    <message>
        <source>There is no folder {0}. Make it first.</source>
        <translation>没有文件夹 {0}。请先创建。</translation>
    </message>
    <message>
        <source>There is no format {0}: choose one of {1}.</source>
        <translation>没有格式 {0}：请从 {1} 中选择。</translation>
    </message>
    <message>
        <source>There is no frame to write: choose a range that has some.</source>
        <translation>没有可写入的帧：请选择含有帧的范围。</translation>
    </message>
    <message>
        <source>There is no frame {0}: the frames are 0 to {1}.</source>
        <translation>没有第 {0} 帧：帧为 0 到 {1}。</translation>
    </message>
    <message>
        <source>There is no mask image {0}.</source>
        <translation>没有掩码图像 {0}。</translation>
    </message>
    <message>
        <source>There is no mask to erase on this frame.</source>
        <translation>此帧上没有可擦除的掩码。</translation>
    </message>
    <message>
        <source>There is no object [{0}] in this video; there are: {1}.</source>
        <translation>此视频中没有对象 [{0}]；现有：{1}。</translation>
    </message>
    <message>
        <source>There is no object to follow: click a thing in the video first.</source>
        <translation>没有可跟踪的对象：请先单击视频中的物体。</translation>
    </message>
    <message>
        <source>There is no object to follow: mark one first.</source>
        <translation>没有可跟踪的对象：请先标记一个。</translation>
    </message>
    <message>
        <source>There is no object to follow: show one first.</source>
        <translation>没有可跟踪的对象：请先指出一个。</translation>
    </message>
    <message>
        <source>There is no object {0} in the video. It holds: {1}.</source>
        <translation>视频中没有对象 {0}。现有：{1}。</translation>
    </message>
    <message>
        <source>There is no project {0}.</source>
        <translation>没有项目 {0}。</translation>
    </message>
    <message>
        <source>There is no question: write what to find or what you want to know.</source>
        <translation>没有问题：请写出要查找或想了解的内容。</translation>
    </message>
    <message>
        <source>There is no question: write what to find, or what you want to know.</source>
        <translation>没有问题：请写出要查找的或想了解的内容。</translation>
    </message>
    <message>
        <source>There is no room left on the disk for {path}. Nothing that was saved is lost; make room and try again.</source>
        <translation>{path} 所在的磁盘没有空间了。已保存的内容没有丢失；请腾出空间后重试。</translation>
    </message>
    <message>
        <source>There is no video {0} in the project.</source>
        <translation>项目中没有视频 {0}。</translation>
    </message>
    <message>
        <source>There is no {0} in {1}: put it there, or name another folder.</source>
        <translation>{1} 中没有 {0}：请将其放到那里，或指定其他文件夹。</translation>
    </message>
    <message>
        <source>There is no {0} {1} in the project. It holds: {2}.</source>
        <translation>项目中没有 {0} {1}。现有：{2}。</translation>
    </message>
    <message>
        <source>There is no {0} {1} in this project; it may have been removed.</source>
        <translation>此项目中没有 {0} {1}；它可能已被移除。</translation>
    </message>
    <message>
        <source>There is nothing to export: no video has a mask that fits the choice.</source>
        <translation>没有可导出的内容：没有视频的掩码符合所选条件。</translation>
    </message>
    <message>
        <source>This checkpoint makes no masks: choose UniPixel-3B or UniPixel-7B, or the engine sam2.</source>
        <translation>此检查点不产生掩码：请选择 UniPixel-3B 或 UniPixel-7B，或引擎 sam2。</translation>
    </message>
    <message>
        <source>This checkpoint was saved without what pointing needs: ask in words, or choose the full one.</source>
        <translation>此检查点保存时不含指点所需的部分：请用语言提问，或选择完整的检查点。</translation>
    </message>
    <message>
        <source>This project holds no video: drop one on the window.</source>
        <translation>此项目没有视频：请将视频拖放到窗口。</translation>
    </message>
    <message>
        <source>Torch {0} can be made to run code by a .pt checkpoint: install torch {1} or newer.</source>
        <translation>.pt 检查点可使 Torch {0} 运行代码：请安装 torch {1} 或更新版本。</translation>
    </message>
    <message>
        <source>Two objects may have changed places: each goes on like the other.</source>
        <translation>两个对象可能互换了位置：各自像对方那样继续。</translation>
    </message>
    <message>
        <source>Two things have the same number in the question: leave the numbers of new regions out.</source>
        <translation>问题中有两个物体编号相同：请去掉新区域的编号。</translation>
    </message>
    <message>
        <source>UniPixel has no option {0}: choose from {1}.</source>
        <translation>UniPixel 没有选项 {0}：请从 {1} 中选择。</translation>
    </message>
    <message>
        <source>UniPixel runs on cuda or cpu, not on {0}.</source>
        <translation>UniPixel 只能在 cuda 或 cpu 上运行，不能在 {0} 上运行。</translation>
    </message>
    <message>
        <source>UniPixel works in {0}, not in {1}.</source>
        <translation>UniPixel 使用 {0}，不能使用 {1}。</translation>
    </message>
    <message>
        <source>Unlock {0}</source>
        <translation>解锁 {0}</translation>
    </message>
    <message>
        <source>VideoRefer-Bench-Q has no splits: leave --split out.</source>
        <translation>VideoRefer-Bench-Q 没有划分：请去掉 --split。</translation>
    </message>
    <message>
        <source>What coco keeps, with polygons in place of RLE: every mask exactly as pycocotools draws polygons; programs that draw them otherwise lose or add pixels along the border.</source>
        <translation>保留 coco 所保留的内容，用多边形代替 RLE：每个掩码都与 pycocotools 绘制多边形的方式精确一致；以其他方式绘制的程序会在边缘丢失或增加像素。</translation>
    </message>
    <message>
        <source>What is foreground, exactly: all objects of a video become one. Not which object is where, scores, prompts, conversations, colours, attributes, or who made a mask.</source>
        <translation>前景精确保留：一个视频的所有对象合为一个。不含对象身份、得分、提示、对话、颜色、属性以及掩码的来源。</translation>
    </message>
    <message>
        <source>What youtube-vos keeps, and the expressions that refer to one object; not those that refer to several or none.</source>
        <translation>保留 youtube-vos 所保留的内容，以及指代单个对象的表达式；不含指代多个或没有对象的表达式。</translation>
    </message>
    <message>
        <source>Which video?</source>
        <translation>哪个视频？</translation>
    </message>
    <message>
        <source>Windows are for finding things by words: ask about what you point at, or about [n], without them.</source>
        <translation>窗口用于通过语言查找物体：询问您指向的内容或 [n] 时请不要使用窗口。</translation>
    </message>
    <message>
        <source>Words can refer to one positive click or one box for each object: show it by one of them.</source>
        <translation>语言只能指向每个对象的一个正点或一个方框：请用其中之一指出它。</translation>
    </message>
    <message>
        <source>[0-9]{1,9}(?:, ?[0-9]{1,9})*</source>
        <translation>[0-9]{1,9}(?:, ?[0-9]{1,9})*</translation>
    </message>
    <message>
        <source>[{0}] cannot be split at frame {1}: it needs masks before that frame and from it on.</source>
        <translation>[{0}] 不能在第 {1} 帧拆分：该帧之前和从该帧起都需要有掩码。</translation>
    </message>
    <message>
        <source>[{0}] has no attribute {1}; its category has: {2}. Define it there first.</source>
        <translation>[{0}] 没有属性 {1}；其类别有：{2}。请先在那里定义。</translation>
    </message>
    <message>
        <source>[{0}] has no mask on frame {1} to copy.</source>
        <translation>[{0}] 在第 {1} 帧没有可复制的掩码。</translation>
    </message>
    <message>
        <source>[{0}] has no mask on this frame: make one first.</source>
        <translation>[{0}] 在此帧上没有掩码：请先创建。</translation>
    </message>
    <message>
        <source>[{0}] is locked on frame {1}: unlock it there to change it.</source>
        <translation>[{0}] 在第 {1} 帧已锁定：请在那里解锁后再更改。</translation>
    </message>
    <message>
        <source>[{0}] is the only object of the video: there is no other one.</source>
        <translation>[{0}] 是视频中唯一的对象：没有其他对象。</translation>
    </message>
    <message>
        <source>a box is X0,Y0,X1,Y1</source>
        <translation>方框应为 X0,Y0,X1,Y1</translation>
    </message>
    <message>
        <source>a frame of {0} x {1} pixels is not possible</source>
        <translation>不可能有 {0} x {1} 像素的帧</translation>
    </message>
    <message>
        <source>a mask has two points, the corners of its box</source>
        <translation>掩码有两个点，即其方框的两个角</translation>
    </message>
    <message>
        <source>a mask is (H, W), got mask.shape = {0}</source>
        <translation>掩码应为 (H, W)，得到的 mask.shape = {0}</translation>
    </message>
    <message>
        <source>a name in quotes is expected</source>
        <translation>应为带引号的名称</translation>
    </message>
    <message>
        <source>a palette of {0} colours has none for {1}</source>
        <translation>{0} 色的调色板没有 {1} 的颜色</translation>
    </message>
    <message>
        <source>a picture is missing</source>
        <translation>缺少一张图片</translation>
    </message>
    <message>
        <source>a point is X,Y or X,Y,0 to subtract</source>
        <translation>点应为 X,Y 或 X,Y,0(减去)</translation>
    </message>
    <message>
        <source>a polygon needs at least three corners, as x0, y0, x1, y1, x2, y2</source>
        <translation>多边形至少需要三个角，如 x0, y0, x1, y1, x2, y2</translation>
    </message>
    <message>
        <source>a shape of the kind {0} is no area</source>
        <translation>种类为 {0} 的形状不是区域</translation>
    </message>
    <message>
        <source>a shape of the type {0} is no area</source>
        <translation>类型为 {0} 的形状不是区域</translation>
    </message>
    <message>
        <source>aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person pottedplant sheep sofa train tvmonitor</source>
        <translation>aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person pottedplant sheep sofa train tvmonitor</translation>
    </message>
    <message>
        <source>an attribute keeps its category: {0}, was {1}</source>
        <translation>属性保持其类别：{0}，原为 {1}</translation>
    </message>
    <message>
        <source>an edit is open in this thread already</source>
        <translation>此线程中已有打开的编辑</translation>
    </message>
    <message>
        <source>an object keeps its video and its number: {0}, was {1}</source>
        <translation>对象保持其视频和编号：{0}，原为 {1}</translation>
    </message>
    <message>
        <source>an unknown codec</source>
        <translation>未知的编解码器</translation>
    </message>
    <message>
        <source>bytes are missing</source>
        <translation>缺少字节</translation>
    </message>
    <message>
        <source>can&apos;t allocate memory</source>
        <translation>无法分配内存</translation>
    </message>
    <message>
        <source>exit code {0}</source>
        <translation>退出码 {0}</translation>
    </message>
    <message>
        <source>frame {0} is there twice in its video</source>
        <translation>帧 {0} 在其视频中出现两次</translation>
    </message>
    <message>
        <source>frames [{0}, {1}) are not in a video of {2}</source>
        <translation>帧 [{0}, {1}) 不在 {2} 帧的视频中</translation>
    </message>
    <message>
        <source>has no index (moov): its recording or copying broke off. Copy it again or repair it</source>
        <translation>没有索引(moov)：录制或复制中断了。请重新复制或修复</translation>
    </message>
    <message>
        <source>how large the frames are (original_size) is not said before</source>
        <translation>之前没有说明帧的大小(original_size)</translation>
    </message>
    <message>
        <source>image {0} (id {1}): {2}</source>
        <translation>图像 {0}(id {1}):{2}</translation>
    </message>
    <message>
        <source>indices are uint8 (H, W), got {0} {1}</source>
        <translation>索引应为 uint8 (H, W)，得到 {0} {1}</translation>
    </message>
    <message>
        <source>is empty: copy it again</source>
        <translation>为空：请重新复制</translation>
    </message>
    <message>
        <source>is not a video, or is damaged from its start</source>
        <translation>不是视频，或从开头就已损坏</translation>
    </message>
    <message>
        <source>is of a format that is not read for safety: convert it to mp4 first</source>
        <translation>的格式出于安全不予读取：请先转换为 mp4</translation>
    </message>
    <message>
        <source>it breaks off</source>
        <translation>它中断了</translation>
    </message>
    <message>
        <source>it breaks off before its end</source>
        <translation>它在结束之前中断</translation>
    </message>
    <message>
        <source>it cannot be locked ({0})</source>
        <translation>无法加锁({0})</translation>
    </message>
    <message>
        <source>it does not begin as a PNG does</source>
        <translation>它的开头不是 PNG 的开头</translation>
    </message>
    <message>
        <source>it does not start with its size</source>
        <translation>它没有以其大小开头</translation>
    </message>
    <message>
        <source>it does not state its size</source>
        <translation>它没有说明其大小</translation>
    </message>
    <message>
        <source>it has a part {0} that is unknown</source>
        <translation>它有未知的部分 {0}</translation>
    </message>
    <message>
        <source>it has more or fewer pixels than its size says</source>
        <translation>它的像素多于或少于其大小所述</translation>
    </message>
    <message>
        <source>it has two shapes there</source>
        <translation>它在那里有两个形状</translation>
    </message>
    <message>
        <source>The data set&apos;s video {0} has a frame {1}, but {2} has only {3}.</source>
        <translation>数据集的视频 {0} 有第 {1} 帧，但 {2} 只有 {3}。</translation>
    </message>
    <message>
        <source>The file is damaged in {0} ({1}), the first at frame {2} ({3} s): pictures there are missing or smeared.</source>
        <translation>文件有 {0}损坏({1})，第一处在第 {2} 帧({3} 秒)：那里的画面缺失或模糊。</translation>
    </message>
    <message>
        <source>There are no frames {0} to {1}: the video has {2}, from 0 on.</source>
        <translation>没有第 {0} 到 {1} 帧：视频从 0 起有 {2}。</translation>
    </message>
    <message>
        <source>There is no frame {0} in {1}: it has {2}, from 0 on.</source>
        <translation>{1} 中没有第 {0} 帧：它从 0 起有 {2}。</translation>
    </message>
    <message>
        <source>What can be read: {0}.</source>
        <translation>可以读取：{0}。</translation>
    </message>
    <message>
        <source>[{0}] {1}{2}: masks on {3}{4}, {5} by a person, {6} verified{7}</source>
        <translation>[{0}] {1}{2}：{3}有掩码{4}，{5} 个由人完成，{6} 个已核验{7}</translation>
    </message>
    <message>
        <source>it has {0} for {1}</source>
        <translation>它有 {0}，对应 {1}</translation>
    </message>
    <message>
        <source>it has {0} twice</source>
        <translation>它有两个 {0}</translation>
    </message>
    <message>
        <source>it has {0}, but others of its video {1}</source>
        <translation>它有 {0}，但其视频的其他项为 {1} 帧</translation>
    </message>
    <message>
        <source>it holds a number that is not finite</source>
        <translation>它含有非有限的数</translation>
    </message>
    <message>
        <source>it holds a {0}.{1}</source>
        <translation>它含有 {0}.{1}</translation>
    </message>
    <message>
        <source>it holds colours (PNG colour type {0}, {1} bits), save it with a palette or as 8-bit grey</source>
        <translation>它含有彩色(PNG 颜色类型 {0},{1} 位)，请保存为带调色板或 8 位灰度</translation>
    </message>
    <message>
        <source>it holds something that is not a number</source>
        <translation>它含有不是数字的内容</translation>
    </message>
    <message>
        <source>it is a number</source>
        <translation>它是数字</translation>
    </message>
    <message>
        <source>it is interlaced, save it without</source>
        <translation>它是隔行的，请保存为非隔行</translation>
    </message>
    <message>
        <source>it is not an outline of at least three points</source>
        <translation>它不是至少三个点的轮廓</translation>
    </message>
    <message>
        <source>it is not {0} with {1} bits</source>
        <translation>它不是 {1} 位的 {0}</translation>
    </message>
    <message>
        <source>it is one of </source>
        <translation>它是以下之一：</translation>
    </message>
    <message>
        <source>it is text</source>
        <translation>它是文本</translation>
    </message>
    <message>
        <source>it is yes or no</source>
        <translation>它是“是”或“否”</translation>
    </message>
    <message>
        <source>it uses the filter {0}, which does not exist</source>
        <translation>它使用不存在的滤波器 {0}</translation>
    </message>
    <message>
        <source>it was opened to be read</source>
        <translation>它以只读方式打开</translation>
    </message>
    <message>
        <source>its Answer ({0}) is none of its options</source>
        <translation>其 Answer({0})不是其选项之一</translation>
    </message>
    <message>
        <source>its Question does not show as many regions as there are objects</source>
        <translation>其 Question 所示的区域数与对象数不同</translation>
    </message>
    <message>
        <source>its absent is not a list of objects</source>
        <translation>其 absent 不是对象列表</translation>
    </message>
    <message>
        <source>its anno_id {0} was another object before</source>
        <translation>其 anno_id {0} 之前属于另一对象</translation>
    </message>
    <message>
        <source>its annotation is not a list of objects</source>
        <translation>其 annotation 不是对象列表</translation>
    </message>
    <message>
        <source>its annotations are not a list</source>
        <translation>其 annotations 不是列表</translation>
    </message>
    <message>
        <source>its box holds something that is not a number of pixels</source>
        <translation>其方框含有不是像素数的内容</translation>
    </message>
    <message>
        <source>its box is not x, y, width and height</source>
        <translation>其方框不是 x、y、宽和高</translation>
    </message>
    <message>
        <source>its category_id is that of no category</source>
        <translation>其 category_id 不对应任何类别</translation>
    </message>
    <message>
        <source>its choices are not a list of texts</source>
        <translation>其 choices 不是文本列表</translation>
    </message>
    <message>
        <source>its class {0} is none of {1}</source>
        <translation>其类别 {0} 不是 {1} 之一</translation>
    </message>
    <message>
        <source>its file is read-only</source>
        <translation>其文件是只读的</translation>
    </message>
    <message>
        <source>its file_names are in several folders</source>
        <translation>其 file_names 在多个文件夹中</translation>
    </message>
    <message>
        <source>its file_names are no list of names</source>
        <translation>其 file_names 不是名称列表</translation>
    </message>
    <message>
        <source>its folder is read-only</source>
        <translation>其文件夹是只读的</translation>
    </message>
    <message>
        <source>its frame_index is not larger than the one before</source>
        <translation>其 frame_index 不大于前一个</translation>
    </message>
    <message>
        <source>its frames are not a list of names</source>
        <translation>其帧不是名称列表</translation>
    </message>
    <message>
        <source>its frames are not a list of the numbers of frames</source>
        <translation>其帧不是帧编号列表</translation>
    </message>
    <message>
        <source>its frames do not grow</source>
        <translation>其帧没有递增</translation>
    </message>
    <message>
        <source>its id is that of an earlier annotation</source>
        <translation>其 id 与之前的标注相同</translation>
    </message>
    <message>
        <source>its id is that of an earlier record</source>
        <translation>其 id 属于前面的记录</translation>
    </message>
    <message>
        <source>its id is there twice</source>
        <translation>其 id 出现两次</translation>
    </message>
    <message>
        <source>its image or its mask is not in {0}</source>
        <translation>其图像或掩码不在 {0} 中</translation>
    </message>
    <message>
        <source>its image_id is that of no image</source>
        <translation>其 image_id 不对应任何图像</translation>
    </message>
    <message>
        <source>its input_type {0} is none of CVAT&apos;s</source>
        <translation>其 input_type {0} 不是 CVAT 的类型</translation>
    </message>
    <message>
        <source>its labels are not a list</source>
        <translation>其标签不是列表</translation>
    </message>
    <message>
        <source>its mask is not as large as its box, or lies outside the frame</source>
        <translation>其掩码与其方框大小不同，或在画面之外</translation>
    </message>
    <message>
        <source>its mask is not base64</source>
        <translation>其掩码不是 base64</translation>
    </message>
    <message>
        <source>its obj_id and anno_id are not equally long</source>
        <translation>其 obj_id 与 anno_id 长度不同</translation>
    </message>
    <message>
        <source>its obj_id {0} is not the value of a pixel, 1 to 254</source>
        <translation>其 obj_id {0} 不是像素值 1 到 254</translation>
    </message>
    <message>
        <source>its object had another label before</source>
        <translation>其对象之前有另一标签</translation>
    </message>
    <message>
        <source>its outline is longer than any</source>
        <translation>其轮廓比任何轮廓都长</translation>
    </message>
    <message>
        <source>its pixels are damaged</source>
        <translation>其像素已损坏</translation>
    </message>
    <message>
        <source>its pixels are damaged ({0})</source>
        <translation>其像素已损坏({0})</translation>
    </message>
    <message>
        <source>its points are not a list of pairs of numbers</source>
        <translation>其点不是数对的列表</translation>
    </message>
    <message>
        <source>its points are not shares of the frame, from 0 to 1</source>
        <translation>其点不是 0 到 1 之间的画面比例</translation>
    </message>
    <message>
        <source>its question_answer_pairs are not a list</source>
        <translation>其 question_answer_pairs 不是列表</translation>
    </message>
    <message>
        <source>its rle is not a list of run lengths</source>
        <translation>其 rle 不是游程长度的列表</translation>
    </message>
    <message>
        <source>its runs do not fill its box, or the box lies outside the frame</source>
        <translation>其游程没有填满其方框，或方框在画面之外</translation>
    </message>
    <message>
        <source>its segmentation is missing</source>
        <translation>缺少其 segmentation</translation>
    </message>
    <message>
        <source>its segmentation is neither RLE nor polygons</source>
        <translation>其 segmentation 既不是 RLE 也不是多边形</translation>
    </message>
    <message>
        <source>its segmentations are not a list</source>
        <translation>其 segmentations 不是列表</translation>
    </message>
    <message>
        <source>its size is not that of its video {0}</source>
        <translation>其大小与其视频 {0} 不同</translation>
    </message>
    <message>
        <source>its size, height and width, is stated nowhere</source>
        <translation>没有说明其大小(高和宽)</translation>
    </message>
    <message>
        <source>its spans are not a list</source>
        <translation>其 spans 不是列表</translation>
    </message>
    <message>
        <source>its track belongs to another video</source>
        <translation>其轨迹属于另一个视频</translation>
    </message>
    <message>
        <source>its track has another category</source>
        <translation>其轨迹属于另一个类别</translation>
    </message>
    <message>
        <source>its track {0} is there twice</source>
        <translation>其轨迹 {0} 出现两次</translation>
    </message>
    <message>
        <source>its track_id is that of no track</source>
        <translation>其 track_id 不对应任何轨迹</translation>
    </message>
    <message>
        <source>its video is missing</source>
        <translation>缺少其视频</translation>
    </message>
    <message>
        <source>its video_id is that of no video</source>
        <translation>其 video_id 不属于任何视频</translation>
    </message>
    <message>
        <source>its {0} are not a list of {1}, one for each frame</source>
        <translation>其 {0} 不是 {1} 的列表(每帧一项)</translation>
    </message>
    <message>
        <source>its {0} is empty, or longer than any</source>
        <translation>其 {0} 为空，或比任何的都长</translation>
    </message>
    <message>
        <source>its {0} is missing</source>
        <translation>缺少其 {0}</translation>
    </message>
    <message>
        <source>its {0} is not a list of numbers</source>
        <translation>其 {0} 不是数字列表</translation>
    </message>
    <message>
        <source>its {0} is {1}, but can only be {2} to {3}</source>
        <translation>其 {0} 为 {1}，但只能是 {2} 到 {3}</translation>
    </message>
    <message>
        <source>its {0} is {1}, not a number from 0 to 1</source>
        <translation>其 {0} 为 {1}，不是 0 到 1 的数</translation>
    </message>
    <message>
        <source>its {0} is {1}, not a whole number</source>
        <translation>其 {0} 为 {1}，不是整数</translation>
    </message>
    <message>
        <source>its {0} is {1}, not an object</source>
        <translation>其 {0} 为 {1}，不是对象</translation>
    </message>
    <message>
        <source>its {0} is {1}, not text</source>
        <translation>其 {0} 为 {1}，不是文本</translation>
    </message>
    <message>
        <source>its {0} {1} leads out of the data set</source>
        <translation>其 {0} {1} 指向数据集之外</translation>
    </message>
    <message>
        <source>its {0}_objects are not a list</source>
        <translation>其 {0}_objects 不是列表</translation>
    </message>
    <message>
        <source>its {0}_objects name one that its video does not have</source>
        <translation>其 {0}_objects 指出了其视频中没有的对象</translation>
    </message>
    <message>
        <source>maskbank models pull {0}</source>
        <translation>maskbank models pull {0}</translation>
    </message>
    <message>
        <source>may not be read: ask for the permission to</source>
        <translation>不可读：请申请权限以</translation>
    </message>
    <message>
        <source>more than {0} of them cannot be read</source>
        <translation>其中超过 {0} 个无法读取</translation>
    </message>
    <message>
        <source>more than {0} shapes cannot be read</source>
        <translation>无法读取超过 {0} 个形状</translation>
    </message>
    <message>
        <source>no JSON file</source>
        <translation>没有 JSON 文件</translation>
    </message>
    <message>
        <source>no weights are here; get some with: maskbank models pull {0}</source>
        <translation>这里没有权重；获取命令：maskbank models pull {0}</translation>
    </message>
    <message>
        <source>not every object is on frame {0}, where they are shown</source>
        <translation>不是每个对象都在显示它们的第 {0} 帧上</translation>
    </message>
    <message>
        <source>nothing to find</source>
        <translation>没有要查找的内容</translation>
    </message>
    <message>
        <source>of another shape</source>
        <translation>形状不同</translation>
    </message>
    <message>
        <source>on the file {0}</source>
        <translation>在文件 {0} 上</translation>
    </message>
    <message>
        <source>on the frame images of the data set</source>
        <translation>在数据集的帧图像上</translation>
    </message>
    <message>
        <source>on the video {0}</source>
        <translation>在视频 {0} 上</translation>
    </message>
    <message>
        <source>only takes it for region dialogue</source>
        <translation>只用于区域对话</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>passes it over</source>
        <translation>略过它</translation>
    </message>
    <message>
        <source>runs on every machine, without weights</source>
        <translation>在任何机器上运行，无需权重</translation>
    </message>
    <message>
        <source>something follows after its end</source>
        <translation>其结尾之后还有内容</translation>
    </message>
    <message>
        <source>something follows it</source>
        <translation>之后还有内容</translation>
    </message>
    <message>
        <source>tensors {0}: {1} ({2}{3})</source>
        <translation>{0} 的张量：{1} 个({2}{3})</translation>
    </message>
    <message>
        <source>the RLE has a negative run ({0})</source>
        <translation>RLE 有负的游程({0})</translation>
    </message>
    <message>
        <source>the RLE has a run longer than any frame</source>
        <translation>RLE 有比任何帧都长的游程</translation>
    </message>
    <message>
        <source>the RLE&apos;s counts are a {0}, not text or a list</source>
        <translation>RLE 的 counts 是 {0}，不是文本或列表</translation>
    </message>
    <message>
        <source>the RLE&apos;s counts break off in the middle of a run</source>
        <translation>RLE 的 counts 在游程中间中断</translation>
    </message>
    <message>
        <source>the RLE&apos;s counts hold a byte that compressed runs cannot have</source>
        <translation>RLE 的 counts 含有压缩游程中不可能有的字节</translation>
    </message>
    <message>
        <source>the RLE&apos;s counts hold a character that is not ASCII</source>
        <translation>RLE 的 counts 含有非 ASCII 字符</translation>
    </message>
    <message>
        <source>the RLE&apos;s list of runs holds something that is not a pixel count</source>
        <translation>RLE 的游程列表含有不是像素数的内容</translation>
    </message>
    <message>
        <source>video {0}: its results have {1}, the frame map {2}</source>
        <translation>视频 {0}：其结果有 {1}，帧映射为 {2}</translation>
    </message>
    <message>
        <source>{0} lost {1} on {2} to smaller objects that overlap it.</source>
        <translation>{0} 在 {2}上因较小对象重叠而丢失 {1}。</translation>
    </message>
    <message>
        <source>{0} lost {1}: a question without answer, or the other way round.</source>
        <translation>{0} 丢失了 {1}：有问无答，或有答无问。</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} labelled, {3}, {4}, {5} checked, {6}</source>
        <translation>{0}：{2}中已标注 {1} 帧，{3}，{4}，{5} 已检查，{6}</translation>
    </message>
    <message>
        <source>{0}: {1} x {2}, {3}, {4} per second, {5}</source>
        <translation>{0}：{1} x {2}，{3}，每秒 {4} 帧，{5}</translation>
    </message>
    <message>
        <source>the RLE&apos;s size is {0}, but the frame is {1} (height, width)</source>
        <translation>RLE 的大小为 {0}，但帧为 {1}(高、宽)</translation>
    </message>
    <message>
        <source>the category {0} has an attribute {1} twice.</source>
        <translation>类别 {0} 中属性 {1} 出现了两次。</translation>
    </message>
    <message>
        <source>the checksum of its part {0} is wrong</source>
        <translation>其部分 {0} 的校验和有误</translation>
    </message>
    <message>
        <source>the classes {0}</source>
        <translation>类别 {0}</translation>
    </message>
    <message>
        <source>the file has changed while it was read</source>
        <translation>文件在读取过程中被更改</translation>
    </message>
    <message>
        <source>the file is larger than any mask</source>
        <translation>文件比任何掩码都大</translation>
    </message>
    <message>
        <source>the frame image {0} of the video {1} is missing</source>
        <translation>缺少视频 {1} 的帧图像 {0}</translation>
    </message>
    <message>
        <source>the polygon&apos;s coordinate {0} is not a number</source>
        <translation>多边形的坐标 {0} 不是数字</translation>
    </message>
    <message>
        <source>the polygon&apos;s coordinate {0} lies far outside the frame</source>
        <translation>多边形的坐标 {0} 远在画面之外</translation>
    </message>
    <message>
        <source>the polygons are too many, or their outline is too long</source>
        <translation>多边形太多，或其轮廓太长</translation>
    </message>
    <message>
        <source>the size of its frames is stated nowhere</source>
        <translation>没有说明其帧的大小</translation>
    </message>
    <message>
        <source>the size of its masks is not height and width</source>
        <translation>其掩码的大小不是高和宽</translation>
    </message>
    <message>
        <source>the video is there twice</source>
        <translation>该视频出现两次</translation>
    </message>
    <message>
        <source>the video {0} has an object number {1} twice.</source>
        <translation>视频 {0} 的对象编号 {1} 出现两次。</translation>
    </message>
    <message>
        <source>the video {0} has no frames.</source>
        <translation>视频 {0} 没有帧。</translation>
    </message>
    <message>
        <source>there is no object {0} in its video</source>
        <translation>其视频中没有对象 {0}</translation>
    </message>
    <message>
        <source>there is no such folder in {0}</source>
        <translation>{0} 中没有该文件夹</translation>
    </message>
    <message>
        <source>there is no track {0}</source>
        <translation>没有轨迹 {0}</translation>
    </message>
    <message>
        <source>there is no video {0}</source>
        <translation>没有视频 {0}</translation>
    </message>
    <message>
        <source>this edit is over</source>
        <translation>此编辑已结束</translation>
    </message>
    <message>
        <source>together: {0}, {1} checked, {2} spent</source>
        <translation>合计：{0}，{1} 已检查，用时 {2}</translation>
    </message>
    <message>
        <source>track {0} (id {1})</source>
        <translation>轨迹 {0}(id {1})</translation>
    </message>
    <message>
        <source>two videos have their images in the same folder.</source>
        <translation>两个视频的图像在同一文件夹中。</translation>
    </message>
    <message>
        <source>{0}  {1}  {2}, frame {3} ({4}:{5})  {6}  {7}</source>
        <translation>{0}  {1}  {2}，第 {3} 帧({4}：{5})  {6}  {7}</translation>
    </message>
    <message>
        <source>{0} (id {1})</source>
        <translation>{0}(id {1})</translation>
    </message>
    <message>
        <source>{0} ({1} GB)</source>
        <translation>{0}({1} GB)</translation>
    </message>
    <message>
        <source>{0} ({1}) has two attributes of one name</source>
        <translation>{0}({1})有两个同名属性</translation>
    </message>
    <message>
        <source>{0} It holds: {1}.</source>
        <translation>{0} 现有：{1}。</translation>
    </message>
    <message>
        <source>{0} JSON files</source>
        <translation>{0} 个 JSON 文件</translation>
    </message>
    <message>
        <source>{0} Please provide the segmentation mask.</source>
        <translation>{0} Please provide the segmentation mask.</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 及另外 {1} 个</translation>
    </message>
    <message>
        <source>{0} cannot be read: it is not text in UTF-8.</source>
        <translation>无法读取 {0}：它不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>{0} frames a second cannot be exported: choose more than 0 and at most {1}.</source>
        <translation>无法以每秒 {0} 帧导出：请选择大于 0 且不超过 {1} 的值。</translation>
    </message>
    <message>
        <source>{0} holds no video: add one in the window, or name a video file.</source>
        <translation>{0} 中没有视频：请在窗口中添加一个，或指定视频文件。</translation>
    </message>
    <message>
        <source>{0} is running, and this is a part of it. Wait for its end or cancel it.</source>
        <translation>{0} 正在进行，而这是其中的一部分。请等待其结束或将其取消。</translation>
    </message>
    <message>
        <source>{0} lists no videos: it is not a data set of Inst-IT.</source>
        <translation>{0} 未列出视频：它不是 Inst-IT 数据集。</translation>
    </message>
    <message>
        <source>{0} names {1} classes, but a PNG has room for 1 to {2}.</source>
        <translation>{0} 列出了 {1} 个类别，但 PNG 只能容纳 1 到 {2} 个。</translation>
    </message>
    <message>
        <source>{0} was dealt out, a data set for each of {1}: read them one by one, beginning with {2}.</source>
        <translation>{0} 已划分，{1} 各为一个数据集：请逐个读取，从 {2} 开始。</translation>
    </message>
    <message>
        <source>{0} was scaled from {1} x {2} to {3} x {4}: scaled back, {5} came to an IoU of {6} with what was there</source>
        <translation>{0} 从 {1} x {2} 缩放到 {3} x {4}：缩放回去后，{5}与原来的 IoU 为 {6}</translation>
    </message>
    <message>
        <source>{0} was {1}</source>
        <translation>{0} 原为 {1}</translation>
    </message>
    <message>
        <source>{0}, attribute of {1}</source>
        <translation>{0},{1} 的属性</translation>
    </message>
    <message>
        <source>{0}, span {1}</source>
        <translation>{0}，区间 {1}</translation>
    </message>
    <message>
        <source>{0}: it is about the same video as an earlier one</source>
        <translation>{0}：它与前面的一个涉及同一视频</translation>
    </message>
    <message>
        <source>{0}: its items are not a list that follows its categories.</source>
        <translation>{0}：其 items 不是跟在 categories 之后的列表。</translation>
    </message>
    <message>
        <source>{0}: its names are not a list of the classes&apos; names.</source>
        <translation>{0}：其 names 不是类别名称的列表。</translation>
    </message>
    <message>
        <source>{0}: masks cannot be read back from a picture or video, they are only drawn in it. Export and import png, which is a sequence of exact images, or coco.</source>
        <translation>{0}：无法从图片或视频读回掩码，它们只是画在其中。请导出和导入 png(精确图像的序列)或 coco。</translation>
    </message>
    <message>
        <source>two parts of the data set are about the same video, {0}.</source>
        <translation>数据集的两个部分是关于同一个视频 {0} 的。</translation>
    </message>
    <message>
        <source>, file missing</source>
        <translation>,文件缺失</translation>
    </message>
    <message>
        <source>Copy [{0}] to [{1}] on {2}</source>
        <translation>将{2}的 [{0}] 复制给 [{1}]</translation>
    </message>
    <message>
        <source>Copy {0} of frame {1} to {2}</source>
        <translation>将第 {1} 帧的 {0} 复制到{2}</translation>
    </message>
    <message>
        <source>Delete {0} on {1}</source>
        <translation>删除{1}上的 {0}</translation>
    </message>
    <message>
        <source>Give {0} the category {1}</source>
        <translation>将 {0} 归入类别 {1}</translation>
    </message>
    <message>
        <source>It is missing between frames that show it; frames: {0}.</source>
        <translation>在出现它的帧之间缺失；帧数：{0}。</translation>
    </message>
    <message>
        <source>It was followed over a scene cut.</source>
        <translation>它被跟踪跨过了场景切换。</translation>
    </message>
    <message>
        <source>Lock {0} on {1}</source>
        <translation>锁定{1}上的 {0}</translation>
    </message>
    <message>
        <source>Object [{0}] has no mask on {1}: ask about others, or follow it there first.</source>
        <translation>对象 [{0}] 在{1}没有掩码：请询问其他对象，或先在那里跟踪它。</translation>
    </message>
    <message>
        <source>Object [{0}] has no mask to start from on {1}: mark it there, or choose a range that holds one.</source>
        <translation>对象 [{0}] 在{1}没有可作为起点的掩码：请在那里标记它，或选择含有掩码的范围。</translation>
    </message>
    <message>
        <source>Propagate {0} over {1}</source>
        <translation>传播 {0}，{1}</translation>
    </message>
    <message>
        <source>Set {0} of {1} to {2} on {3}</source>
        <translation>在{3}将 {1} 的 {0} 设为 {2}</translation>
    </message>
    <message>
        <source>Swap [{0}] and [{1}] on {2}</source>
        <translation>在{2}交换 [{0}] 和 [{1}]</translation>
    </message>
    <message>
        <source>The copy for scrubbing {0} is damaged: delete it, and it is made anew.</source>
        <translation>拖动预览 {0} 已损坏：删除后会重新生成。</translation>
    </message>
    <message>
        <source>The flow engine has no option {0}: its only one is preset.</source>
        <translation>flow 引擎没有选项 {0}：唯一的选项是 preset。</translation>
    </message>
    <message>
        <source>There is no project {0}. `maskbank label VIDEO ...` makes one beside the video, `maskbank add {1} VIDEO ...` one of several videos.</source>
        <translation>没有项目 {0}。`maskbank label VIDEO ...` 会在视频旁边创建一个，`maskbank add {1} VIDEO ...` 会用多个视频创建一个。</translation>
    </message>
    <message>
        <source>There is no project {0}; a new one is called {1}{2}.</source>
        <translation>没有项目 {0}；新项目应命名为 {1}{2}。</translation>
    </message>
    <message>
        <source>Unlock {0} on {1}</source>
        <translation>解锁{1}上的 {0}</translation>
    </message>
    <message>
        <source>Unverify {0} on {1}</source>
        <translation>取消核验{1}上的 {0}</translation>
    </message>
    <message>
        <source>Verify {0} on {1}</source>
        <translation>核验{1}的 {0}</translation>
    </message>
    <message>
        <source>[{0}] has no mask on {1}: choose a range in which it has.</source>
        <translation>[{0}] 在{1}没有掩码：请选择含有掩码的范围。</translation>
    </message>
    <message>
        <source>another window or program is at work on it</source>
        <translation>另一个窗口或程序正在使用它</translation>
    </message>
    <message>
        <source>frame {n}</source>
        <translation>第 {n} 帧</translation>
    </message>
    <message>
        <source>frames {0} to {1}</source>
        <translation>第 {0} 到 {1} 帧</translation>
    </message>
    <message>
        <source>its {0} is no text of up to {1} characters, number, true or false</source>
        <translation>它的 {0} 不是不超过 {1} 个字符的文本、数字、true 或 false</translation>
    </message>
    <message>
        <source>more than {0} different attributes cannot be read.</source>
        <translation>不能读取超过 {0} 个不同的属性。</translation>
    </message>
    <message>
        <source>the RLE&apos;s runs cover {0}, the frame has {1}</source>
        <translation>RLE 的游程覆盖 {0}，帧有 {1}</translation>
    </message>
    <message>
        <source>the track {0} has {1} for {2}</source>
        <translation>轨迹 {0} 有 {1}，对应 {2}</translation>
    </message>
    <message>
        <source>the track {0} in {1} has {2} for {3}</source>
        <translation>{1} 中的轨迹 {0} 有 {2}，对应 {3}</translation>
    </message>
    <message>
        <source>the video {0}, object {1}, frame {2}</source>
        <translation>视频 {0}，对象 {1}，第 {2} 帧</translation>
    </message>
    <message>
        <source>{0} can only be read: {1}.</source>
        <translation>{0} 只能读取：{1}。</translation>
    </message>
    <message>
        <source>{0} cannot be linked into the export ({1}): links need a folder on the disk of the images, and a file system that has them. Copy the frames instead.</source>
        <translation>无法将 {0} 链接到导出中({1})：链接需要与图像同一磁盘上的文件夹，以及支持链接的文件系统。请改为复制帧。</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}</source>
        <translation>无法读取 {0}：{1}</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>无法读取 {0}：{1}。</translation>
    </message>
    <message>
        <source>{0} cannot be written as an image: name it .png or .jpg.</source>
        <translation>无法将 {0} 写为图像：请命名为 .png 或 .jpg。</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}.</source>
        <translation>无法写入 {0}：{1}。</translation>
    </message>
    <message>
        <source>{0} cannot be {1}: {2}.</source>
        <translation>{0} 无法{1}：{2}。</translation>
    </message>
    <message>
        <source>{0} comes without {1} of the frames {2} to {3}; the frame before stays on the screen meanwhile.</source>
        <translation>{0} 未导出第 {2} 到 {3} 帧中的 {1} 帧；其间显示前一帧。</translation>
    </message>
    <message>
        <source>{0} demands a category: objects without one ({1}) are {2} there.</source>
        <translation>{0} 要求类别：没有类别的对象({1})在其中为 {2}。</translation>
    </message>
    <message>
        <source>{0} describes a SAM 2 with {1} = {2}; only {3} is supported.</source>
        <translation>{0} 描述的 SAM 2 有 {1} = {2}；只支持 {3}。</translation>
    </message>
    <message>
        <source>{0} does not exist: name a COCO file or a folder with one.</source>
        <translation>{0} 不存在：请指定 COCO 文件或含有它的文件夹。</translation>
    </message>
    <message>
        <source>{0} does not hold a configuration.</source>
        <translation>{0} 不含配置。</translation>
    </message>
    <message>
        <source>{0} does not hold a list of questions.</source>
        <translation>{0} 不含问题列表。</translation>
    </message>
    <message>
        <source>{0} does not hold a list.</source>
        <translation>{0} 不含列表。</translation>
    </message>
    <message>
        <source>{0} does not hold results: choose another file with --out.</source>
        <translation>{0} 不含结果：请用 --out 选择其他文件。</translation>
    </message>
    <message>
        <source>{0} does not say what the adapter builds on ({1}).</source>
        <translation>{0} 没有说明适配器基于什么({1})。</translation>
    </message>
    <message>
        <source>{0} first shows on frame {1}: the evaluation of DAVIS only counts objects that show on the first frame.</source>
        <translation>{0} 首次出现在第 {1} 帧：DAVIS 评测只统计首帧出现的对象。</translation>
    </message>
    <message>
        <source>{0} has a file {1} that would not stay in its folder.</source>
        <translation>{0} 含有不会留在其文件夹内的文件 {1}。</translation>
    </message>
    <message>
        <source>{0} has another size than when it was added: put the old image back, or add the folder anew.</source>
        <translation>{0} 的大小与添加时不同：请放回旧图像，或重新添加文件夹。</translation>
    </message>
    <message>
        <source>{0} has more than {1} files.</source>
        <translation>{0} 含有超过 {1} 个文件。</translation>
    </message>
    <message>
        <source>{0} has more than {1} lines.</source>
        <translation>{0} 含有超过 {1} 行。</translation>
    </message>
    <message>
        <source>{0} has neither JSON of masklets nor {1}: it is not SA-V.</source>
        <translation>{0} 既没有 masklet 的 JSON 也没有 {1}：它不是 SA-V。</translation>
    </message>
    <message>
        <source>{0} has neither {1} nor {2}: it is not a data set of KITTI MOTS.</source>
        <translation>{0} 既没有 {1} 也没有 {2}：它不是 KITTI MOTS 数据集。</translation>
    </message>
    <message>
        <source>{0} has no PNG.</source>
        <translation>{0} 没有 PNG。</translation>
    </message>
    <message>
        <source>{0} has no colour, as 128,0,0.</source>
        <translation>{0} 没有颜色，如 128,0,0。</translation>
    </message>
    <message>
        <source>{0} has no conversation that names an object as [1]: training passes it over.</source>
        <translation>{0} 没有以 [1] 称呼对象的对话：训练会跳过它。</translation>
    </message>
    <message>
        <source>{0} has no expressions: training on this format passes it over.</source>
        <translation>{0} 没有表达式：以此格式训练会跳过它。</translation>
    </message>
    <message>
        <source>{0} has no folder {1}/{2}: it is not a DAVIS data set.</source>
        <translation>{0} 没有文件夹 {1}/{2}：它不是 DAVIS 数据集。</translation>
    </message>
    <message>
        <source>{0} has no folder {1}: it is not a YouTube-VOS data set.</source>
        <translation>{0} 没有文件夹 {1}：它不是 YouTube-VOS 数据集。</translation>
    </message>
    <message>
        <source>{0} has no folder {1}: it is not a data set of PASCAL VOC.</source>
        <translation>{0} 没有文件夹 {1}：它不是 PASCAL VOC 数据集。</translation>
    </message>
    <message>
        <source>{0} has no folder {1}: it is not a folder of mask PNGs.</source>
        <translation>{0} 没有文件夹 {1}：它不是掩码 PNG 的文件夹。</translation>
    </message>
    <message>
        <source>{0} has no frame that can be decoded: copy it again.</source>
        <translation>{0} 没有可以解码的帧：请重新复制。</translation>
    </message>
    <message>
        <source>{0} has no image {1} in {2}: its size is unknown.</source>
        <translation>{0} 在 {2} 中没有图像 {1}：其大小未知。</translation>
    </message>
    <message>
        <source>{0} has no list of categories</source>
        <translation>{0} 没有类别列表</translation>
    </message>
    <message>
        <source>{0} has no masks of {1}: add a folder for each.</source>
        <translation>{0} 没有 {1} 的掩码：请为每个添加一个文件夹。</translation>
    </message>
    <message>
        <source>{0} has no name</source>
        <translation>{0} 没有名称</translation>
    </message>
    <message>
        <source>{0} has no split {1}; there is {2}: choose with --split.</source>
        <translation>{0} 没有划分 {1}；现有 {2}：请用 --split 选择。</translation>
    </message>
    <message>
        <source>{0} has no {1}/{2}/{3}.</source>
        <translation>{0} 没有 {1}/{2}/{3}。</translation>
    </message>
    <message>
        <source>{0} has no {1}: it is not a data set of MeViS.</source>
        <translation>{0} 没有 {1}：它不是 MeViS 数据集。</translation>
    </message>
    <message>
        <source>{0} has no {1}: name the folder that has it.</source>
        <translation>{0} 没有 {1}：请指定含有它的文件夹。</translation>
    </message>
    <message>
        <source>{0} has no {1}{2}: choose another folder, or another --split.</source>
        <translation>{0} 没有 {1}{2}：请选择其他文件夹或其他 --split。</translation>
    </message>
    <message>
        <source>{0} has the category {1} twice</source>
        <translation>{0} 有两个类别 {1}</translation>
    </message>
    <message>
        <source>{0} has the id {1} there: instances end at {2}.</source>
        <translation>{0} 在其中的 id 为 {1}：实例编号止于 {2}。</translation>
    </message>
    <message>
        <source>{0} has the value {1} there: values end at {2}.</source>
        <translation>{0} 在其中的值为 {1}：值止于 {2}。</translation>
    </message>
    <message>
        <source>{0} has two entries that are called {1}.</source>
        <translation>{0} 有两个名为 {1} 的条目。</translation>
    </message>
    <message>
        <source>{0} has {1} files refs(...).p: it must have one.</source>
        <translation>{0} 有 {1} 个 refs(...).p 文件：必须只有一个。</translation>
    </message>
    <message>
        <source>{0} has {1} labelled frames, UniPixel&apos;s training {2}: export at most {3} of them.</source>
        <translation>{0} 有 {1} 个已标注帧，UniPixel 训练为 {2}：最多导出其中 {3} 帧。</translation>
    </message>
    <message>
        <source>{0} has {1} objects, but DAVIS has room for {2} a video: export as coco, or delete some.</source>
        <translation>{0} 有 {1} 个对象，但 DAVIS 每个视频只能容纳 {2} 个：请导出为 coco，或删除一些。</translation>
    </message>
    <message>
        <source>{0} has {1} objects, but {2} has room for {3} a video: export as coco, or delete some.</source>
        <translation>{0} 有 {1} 个对象，但 {2} 每个视频只能容纳 {3} 个：请导出为 coco，或删除一些。</translation>
    </message>
    <message>
        <source>{0} has {1}, but the sample {2} is about frame {3}.</source>
        <translation>{0} 有 {1}，但样本 {2} 涉及第 {3} 帧。</translation>
    </message>
    <message>
        <source>{0} has {1}: three are needed, as the first and last do not count.</source>
        <translation>{0} 有 {1}：需要三帧，因为首尾两帧不计。</translation>
    </message>
    <message>
        <source>{0} has{1}: choose a file with pictures.</source>
        <translation>{0} 有{1}：请选择含有画面的文件。</translation>
    </message>
    <message>
        <source>{0} holds a model of the kind {1}, not UniPixel ({2}): choose the folder of UniPixel-3B or UniPixel-7B.</source>
        <translation>{0} 含有类型为 {1} 的模型，而不是 UniPixel({2})：请选择 UniPixel-3B 或 UniPixel-7B 的文件夹。</translation>
    </message>
    <message>
        <source>{0} holds for a whole object: set it without frames, or let it vary in its category.</source>
        <translation>{0} 适用于整个对象：请不带帧设置，或在其类别中允许变化。</translation>
    </message>
    <message>
        <source>{0} holds no JSON of LabelMe.</source>
        <translation>{0} 不含 LabelMe 的 JSON。</translation>
    </message>
    <message>
        <source>{0} holds no PNG files: name a folder with one folder a sequence.</source>
        <translation>{0} 不含 PNG 文件：请指定每个序列一个文件夹的文件夹。</translation>
    </message>
    <message>
        <source>{0} holds no results.</source>
        <translation>{0} 不含结果。</translation>
    </message>
    <message>
        <source>{0} holds no {1}: it is no data set of CVAT.</source>
        <translation>{0} 不含 {1}：它不是 CVAT 数据集。</translation>
    </message>
    <message>
        <source>{0} holds something other than pairs of LoRA matrices: it is not supported.</source>
        <translation>{0} 含有 LoRA 矩阵对以外的内容：不受支持。</translation>
    </message>
    <message>
        <source>{0} holds something that is not an export: choose another folder, or empty it.</source>
        <translation>{0} 含有不属于导出的内容：请选择其他文件夹，或将其清空。</translation>
    </message>
    <message>
        <source>{0} holds {1}: name the COCO file itself.</source>
        <translation>{0} 含有 {1}：请指定 COCO 文件本身。</translation>
    </message>
    <message>
        <source>{0} holds {1}: name the file itself.</source>
        <translation>{0} 含有 {1}：请指定文件本身。</translation>
    </message>
    <message>
        <source>{0} holds {1}: name the file of expressions itself.</source>
        <translation>{0} 含有 {1}：请指定表达式文件本身。</translation>
    </message>
    <message>
        <source>{0} is a damaged zip: {1}.</source>
        <translation>{0} 是损坏的 zip:{1}。</translation>
    </message>
    <message>
        <source>{0} is a file: choose a folder for the export.</source>
        <translation>{0} 是文件：请为导出选择文件夹。</translation>
    </message>
    <message>
        <source>{0} is an address; only files on this computer are read. Download the video first.</source>
        <translation>{0} 是网址；只能读取本机上的文件。请先下载视频。</translation>
    </message>
    <message>
        <source>{0} is an export, but {1} in it is not part of it and would be lost: move it away, or choose another folder.</source>
        <translation>{0} 是导出，但其中的 {1} 不属于它并会丢失：请将其移走，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{0} is class {1}</source>
        <translation>{0} 是类别 {1}</translation>
    </message>
    <message>
        <source>{0} is coded in {1}, which is not read for safety. Convert it to H.264 first.</source>
        <translation>{0} 以 {1} 编码，出于安全不予读取。请先转换为 H.264。</translation>
    </message>
    <message>
        <source>{0} is cut off: its end is missing. Copy it again, or open its newest backup.</source>
        <translation>{0} 被截断：缺少末尾。请重新复制，或打开其最新备份。</translation>
    </message>
    <message>
        <source>{0} is damaged: get the checkpoint again.</source>
        <translation>{0} 已损坏：请重新获取检查点。</translation>
    </message>
    <message>
        <source>{0} is damaged: remove it and run again.</source>
        <translation>{0} 已损坏：请移除后重新运行。</translation>
    </message>
    <message>
        <source>{0} is damaged: remove the model and pull it again.</source>
        <translation>{0} 已损坏：请移除模型后重新拉取。</translation>
    </message>
    <message>
        <source>{0} is expected, not {1}</source>
        <translation>应为 {0}，而不是 {1}</translation>
    </message>
    <message>
        <source>{0} is larger than any data set that can be read.</source>
        <translation>{0} 比任何可读取的数据集都大。</translation>
    </message>
    <message>
        <source>{0} is larger than any list of classes.</source>
        <translation>{0} 比任何类别列表都大。</translation>
    </message>
    <message>
        <source>{0} is larger than the labels of any frame.</source>
        <translation>{0} 比任何帧的标签都大。</translation>
    </message>
    <message>
        <source>{0} is missing or damaged: get the checkpoint again.</source>
        <translation>{0} 缺失或损坏：请重新获取检查点。</translation>
    </message>
    <message>
        <source>{0} is missing: write a mask for every frame of the truth, an empty one where nothing is.</source>
        <translation>缺少 {0}：请为真值的每一帧写一个掩码，没有对象处写空掩码。</translation>
    </message>
    <message>
        <source>{0} is neither YAML nor JSON: {1}</source>
        <translation>{0} 既不是 YAML 也不是 JSON:{1}</translation>
    </message>
    <message>
        <source>{0} is neither a name nor a category</source>
        <translation>{0} 既不是名称也不是类别</translation>
    </message>
    <message>
        <source>{0} is no category of {1}: its evaluation passes it over.</source>
        <translation>{0} 不是 {1} 的类别：其评测会跳过它。</translation>
    </message>
    <message>
        <source>{0} is no checkpoint: it does not hold tensors by name.</source>
        <translation>{0} 不是检查点：它不含按名称的张量。</translation>
    </message>
    <message>
        <source>{0} is no checkpoint: its name ends neither in .safetensors nor in .pt.</source>
        <translation>{0} 不是检查点：其名称既不以 .safetensors 也不以 .pt 结尾。</translation>
    </message>
    <message>
        <source>{0} is no number of JSON</source>
        <translation>{0} 不是 JSON 数字</translation>
    </message>
    <message>
        <source>{0} is no split: give the shares of train, val and test, as 80,10,10.</source>
        <translation>{0} 不是划分：请给出 train、val 和 test 的份额，如 80,10,10。</translation>
    </message>
    <message>
        <source>{0} is not JSON, or too large: {1}</source>
        <translation>{0} 不是 JSON，或太大：{1}</translation>
    </message>
    <message>
        <source>{0} is not UTF-8</source>
        <translation>{0} 不是 UTF-8</translation>
    </message>
    <message>
        <source>{0} is not UTF-8.</source>
        <translation>{0} 不是 UTF-8。</translation>
    </message>
    <message>
        <source>{0} is not XML: {1}.</source>
        <translation>{0} 不是 XML:{1}。</translation>
    </message>
    <message>
        <source>{0} is not YAML: {1}.</source>
        <translation>{0} 不是 YAML:{1}。</translation>
    </message>
    <message>
        <source>{0} is not a Maskbank project.</source>
        <translation>{0} 不是 Maskbank 项目。</translation>
    </message>
    <message>
        <source>{0} is not a PNG of object numbers: {1}.</source>
        <translation>{0} 不是对象编号的 PNG:{1}。</translation>
    </message>
    <message>
        <source>{0} is not a SAM 2 configuration: {1}.</source>
        <translation>{0} 不是 SAM 2 配置：{1}。</translation>
    </message>
    <message>
        <source>{0} is not a UniPixel configuration: {1}.</source>
        <translation>{0} 不是 UniPixel 配置：{1}。</translation>
    </message>
    <message>
        <source>{0} is not a coordinate</source>
        <translation>{0} 不是坐标</translation>
    </message>
    <message>
        <source>{0} is not a file, so it is not a Maskbank project.</source>
        <translation>{0} 不是文件，因此不是 Maskbank 项目。</translation>
    </message>
    <message>
        <source>{0} is not a frame&apos;s number</source>
        <translation>{0} 不是帧编号</translation>
    </message>
    <message>
        <source>{0} is not a list of plain values: {1}.</source>
        <translation>{0} 不是普通值的列表：{1}。</translation>
    </message>
    <message>
        <source>{0} is not a list of results.</source>
        <translation>{0} 不是结果列表。</translation>
    </message>
    <message>
        <source>{0} is not a list of videos.</source>
        <translation>{0} 不是视频列表。</translation>
    </message>
    <message>
        <source>{0} is not an image that can be read.</source>
        <translation>{0} 不是可读取的图像。</translation>
    </message>
    <message>
        <source>{0} is not an option, as in &apos;(A) It runs.&apos;</source>
        <translation>{0} 不是选项，如 &apos;(A) It runs.&apos;</translation>
    </message>
    <message>
        <source>{0} is not in {1}.</source>
        <translation>{0} 不在 {1} 中。</translation>
    </message>
    <message>
        <source>{0} is not named by its frame&apos;s number.</source>
        <translation>{0} 没有以帧编号命名。</translation>
    </message>
    <message>
        <source>{0} is not named by its object&apos;s number.</source>
        <translation>{0} 没有以对象编号命名。</translation>
    </message>
    <message>
        <source>{0} is not recognised as a data set: choose its format above to hear what is missing or wrong in it.</source>
        <translation>无法识别 {0} 是哪种数据集：请在上方选择其格式，即可知道缺少什么或哪里有误。</translation>
    </message>
    <message>
        <source>{0} is not the number of an object</source>
        <translation>{0} 不是对象的编号</translation>
    </message>
    <message>
        <source>{0} is not the value of a pixel, 1 to 255</source>
        <translation>{0} 不是像素值 1 到 255</translation>
    </message>
    <message>
        <source>{0} is not the video {1}: its content is different.</source>
        <translation>{0} 不是视频 {1}：其内容不同。</translation>
    </message>
    <message>
        <source>{0} is not there: it names the classes of a YOLO data set.</source>
        <translation>缺少 {0}：它列出 YOLO 数据集的类别。</translation>
    </message>
    <message>
        <source>{0} is not understood: {1}.</source>
        <translation>{0} 无法理解：{1}。</translation>
    </message>
    <message>
        <source>{0} is not what it should be at byte {1}: {2}.</source>
        <translation>{0} 在字节 {1} 处与应有内容不符：{2}。</translation>
    </message>
    <message>
        <source>{0} is of another run ({1}): choose another file with --out, or remove that one.</source>
        <translation>{0} 属于另一次运行({1})：请用 --out 选择其他文件，或移除该文件。</translation>
    </message>
    <message>
        <source>{0} is running. Wait for its end or cancel it.</source>
        <translation>{0} 正在运行。请等待其结束或取消它。</translation>
    </message>
    <message>
        <source>{0} is there already. Choose another name, or open it.</source>
        <translation>{0} 已存在。请选择其他名称，或打开它。</translation>
    </message>
    <message>
        <source>{0} is too large for a list of categories</source>
        <translation>{0} 对于类别列表来说太大</translation>
    </message>
    <message>
        <source>{0} is {1} x {2} pixels, but {3} is {4} x {5}: all images of a folder must have one size.</source>
        <translation>{0} 为 {1} x {2} 像素，但 {3} 为 {4} x {5}：一个文件夹中的所有图像必须大小相同。</translation>
    </message>
    <message>
        <source>{0} is {1} x {2} pixels, its frame {3} x {4}.</source>
        <translation>{0} 为 {1} x {2} 像素，其帧为 {3} x {4}。</translation>
    </message>
    <message>
        <source>{0} is {1} x {2}, the truth {3} x {4}.</source>
        <translation>{0} 为 {1} x {2}，真值为 {3} x {4}。</translation>
    </message>
    <message>
        <source>{0} lists no images: it is not a COCO data set.</source>
        <translation>{0} 未列出图像：它不是 COCO 数据集。</translation>
    </message>
    <message>
        <source>{0} lists no items: it is not a data set of Datumaro.</source>
        <translation>{0} 未列出条目：它不是 Datumaro 数据集。</translation>
    </message>
    <message>
        <source>{0} lists no videos: it is not a YouTube-VIS data set.</source>
        <translation>{0} 未列出视频：它不是 YouTube-VIS 数据集。</translation>
    </message>
    <message>
        <source>{0} lost {1} about no object, several, or one that does not show.</source>
        <translation>{0} 丢失了 {1}：它们不指对象、指多个对象，或所指对象不可见。</translation>
    </message>
    <message>
        <source>{0} of the smaller mask lies in the other one.</source>
        <translation>较小掩码的 {0} 位于另一个掩码中。</translation>
    </message>
    <message>
        <source>{0} shows on no frame and is not in meta.json.</source>
        <translation>{0} 不在任何帧上出现，也不在 meta.json 中。</translation>
    </message>
    <message>
        <source>{0} shows on no frame.</source>
        <translation>{0} 不在任何帧上出现。</translation>
    </message>
    <message>
        <source>{0} subsets</source>
        <translation>{0} 个子集</translation>
    </message>
    <message>
        <source>{0} the scene cut on frame {1}</source>
        <translation>{0} 第 {1} 帧的场景切换</translation>
    </message>
    <message>
        <source>{0} to look at</source>
        <translation>{0} 处待查看</translation>
    </message>
    <message>
        <source>{0} unpacks to far more than a zip of its size should.</source>
        <translation>{0} 解压后远大于同样大小的 zip 所应有。</translation>
    </message>
    <message>
        <source>{0} was made by a newer Maskbank (schema {1}). Update this program to open it.</source>
        <translation>{0} 由更新版本的 Maskbank 制作(架构 {1})。请更新此程序后打开。</translation>
    </message>
    <message>
        <source>{0} was made by an older Maskbank. Open it once where it can be written.</source>
        <translation>{0} 由较旧版本的 Maskbank 制作。请在可写入的位置打开一次。</translation>
    </message>
    <message>
        <source>{0} {1}: its track has a mask on this image already</source>
        <translation>{0} {1}：其轨迹在此图像上已有掩码</translation>
    </message>
    <message>
        <source>{0}, annotation {1}</source>
        <translation>{0}，标注 {1}</translation>
    </message>
    <message>
        <source>{0}, categories</source>
        <translation>{0}，类别列表</translation>
    </message>
    <message>
        <source>{0}, category {1}</source>
        <translation>{0}，类别 {1}</translation>
    </message>
    <message>
        <source>{0}, entry {1}</source>
        <translation>{0}，条目 {1}</translation>
    </message>
    <message>
        <source>{0}, expression {1}</source>
        <translation>{0}，表达式 {1}</translation>
    </message>
    <message>
        <source>{0}, file name {1}</source>
        <translation>{0}，文件名 {1}</translation>
    </message>
    <message>
        <source>{0}, frame</source>
        <translation>{0}，帧</translation>
    </message>
    <message>
        <source>{0}, frame {1}</source>
        <translation>{0}，帧 {1}</translation>
    </message>
    <message>
        <source>{0}, frame {1}, object {2}</source>
        <translation>{0}，帧 {1}，对象 {2}</translation>
    </message>
    <message>
        <source>{0}, frame {1}: it has the object {2} twice.</source>
        <translation>{0}，帧 {1}：其中对象 {2} 出现两次。</translation>
    </message>
    <message>
        <source>{0}, line {1}</source>
        <translation>{0}，第 {1} 行</translation>
    </message>
    <message>
        <source>{0}, masklet {1}</source>
        <translation>{0},masklet {1}</translation>
    </message>
    <message>
        <source>{0}, masklet {1}, object {2}</source>
        <translation>{0},masklet {1}，对象 {2}</translation>
    </message>
    <message>
        <source>{0}, masklet {1}: it is not a list with an entry for each object.</source>
        <translation>{0},masklet {1}：它不是每个对象一项的列表。</translation>
    </message>
    <message>
        <source>{0}, object {1}</source>
        <translation>{0}，对象 {1}</translation>
    </message>
    <message>
        <source>{0}, object {1} ({2})</source>
        <translation>{0}，对象 {1}({2})</translation>
    </message>
    <message>
        <source>{0}, original_size</source>
        <translation>{0},original_size</translation>
    </message>
    <message>
        <source>{0}, pair {1}</source>
        <translation>{0}，对 {1}</translation>
    </message>
    <message>
        <source>{0}, sentence</source>
        <translation>{0}，句子</translation>
    </message>
    <message>
        <source>{0}, shape {1}</source>
        <translation>{0}，形状 {1}</translation>
    </message>
    <message>
        <source>{0}, track {1}</source>
        <translation>{0}，轨迹 {1}</translation>
    </message>
    <message>
        <source>{0}, track {1}, frame {2}</source>
        <translation>{0}，轨迹 {1}，帧 {2}</translation>
    </message>
    <message>
        <source>{0}, video {1}</source>
        <translation>{0}，视频 {1}</translation>
    </message>
    <message>
        <source>{0}.{1} is no word between engine and host</source>
        <translation>{0}.{1} 不是引擎与宿主之间的用语</translation>
    </message>
    <message>
        <source>{0}: an attribute is a name, a kind, and for a choice its choices</source>
        <translation>{0}：属性由名称、类型以及选项(对于多选一)组成</translation>
    </message>
    <message>
        <source>{0}: attribute {1} is of the kind {2}, not one of {3}</source>
        <translation>{0}：属性 {1} 的类型为 {2}，不是 {3} 之一</translation>
    </message>
    <message>
        <source>{0}: it defines entities or a document type, which is not safe.</source>
        <translation>{0}：它定义了实体或文档类型，不安全。</translation>
    </message>
    <message>
        <source>{0}: it does not say how large its frames are (original_size).</source>
        <translation>{0}：它没有说明帧的大小(original_size)。</translation>
    </message>
    <message>
        <source>{0}: it is a link, or no file at all</source>
        <translation>{0}：它是链接，或根本不是文件</translation>
    </message>
    <message>
        <source>{0}: it is a {1}, not an object</source>
        <translation>{0}：它是 {1}，不是对象</translation>
    </message>
    <message>
        <source>{0}: it is encrypted</source>
        <translation>{0}：它已加密</translation>
    </message>
    <message>
        <source>{0}: it is not &quot;frame id class height width rle&quot;.</source>
        <translation>{0}：它不是“frame id class height width rle”。</translation>
    </message>
    <message>
        <source>{0}: its anno_id is not a list of numbers</source>
        <translation>{0}：其 anno_id 不是数字列表</translation>
    </message>
    <message>
        <source>{0}: its category_id is that of no category</source>
        <translation>{0}：其 category_id 不属于任何类别</translation>
    </message>
    <message>
        <source>{0}: its conversation names more than {1} objects, which training passes over.</source>
        <translation>{0}：其对话提到超过 {1} 个对象，训练会跳过。</translation>
    </message>
    <message>
        <source>{0}: its frame is not as large as the others of its folder.</source>
        <translation>{0}：其帧与文件夹中的其他帧大小不同。</translation>
    </message>
    <message>
        <source>{0}: its frame is there twice.</source>
        <translation>{0}：其帧出现两次。</translation>
    </message>
    <message>
        <source>{0}: its number {1} is that of an earlier track</source>
        <translation>{0}：其编号 {1} 属于前面的轨迹</translation>
    </message>
    <message>
        <source>{0}: its size is not height and width</source>
        <translation>{0}：其大小不是高和宽</translation>
    </message>
    <message>
        <source>{0}: its size is not that of its video.</source>
        <translation>{0}：其大小与视频不同。</translation>
    </message>
    <message>
        <source>{0}: its size is not that of the lines before.</source>
        <translation>{0}：其大小与前面的行不同。</translation>
    </message>
    <message>
        <source>{0}: its size is not that of the video&apos;s other frames.</source>
        <translation>{0}：其大小与视频的其他帧不同。</translation>
    </message>
    <message>
        <source>{0}: its size is not that of {1}.</source>
        <translation>{0}：其大小与 {1} 不同。</translation>
    </message>
    <message>
        <source>{0}: its video_id is that of no video</source>
        <translation>{0}：其 video_id 不属于任何视频</translation>
    </message>
    <message>
        <source>{0}: its video_id is that of no video with images</source>
        <translation>{0}：其 video_id 不属于任何含有图像的视频</translation>
    </message>
    <message>
        <source>{0}: its {1} is not a list.</source>
        <translation>{0}：其 {1} 不是列表。</translation>
    </message>
    <message>
        <source>{0}: its {1} objects became one.</source>
        <translation>{0}：其 {1} 个对象合为一个。</translation>
    </message>
    <message>
        <source>{0}: log</source>
        <translation>{0}：日志</translation>
    </message>
    <message>
        <source>{0}: more frames than any video has.</source>
        <translation>{0}：帧数超过任何视频。</translation>
    </message>
    <message>
        <source>{0}: more than {1} items cannot be read.</source>
        <translation>{0}：无法读取超过 {1} 个条目。</translation>
    </message>
    <message>
        <source>{0}: more than {1} masks cannot be read.</source>
        <translation>{0}：无法读取超过 {1} 个掩码。</translation>
    </message>
    <message>
        <source>{0}: more than {1} masks in one video.</source>
        <translation>{0}：一个视频中超过 {1} 个掩码。</translation>
    </message>
    <message>
        <source>{0}: nothing that {1} refers to shows on a frame; training stops at such an expression.</source>
        <translation>{0}：{1} 所指的对象不在任何帧上出现；训练遇到这样的表达式会停止。</translation>
    </message>
    <message>
        <source>{0}: polygons changed {1} of {2}, to an IoU of {3} on average over all, {4} at worst.</source>
        <translation>{0}：{2}中有 {1} 个因多边形而改变，全部平均 IoU 为 {3}，最差 {4}。</translation>
    </message>
    <message>
        <source>{0}: put the choices of {1} in quotes; YAML takes yes and no for truths</source>
        <translation>{0}：请将 {1} 的选项加上引号；YAML 会把 yes 和 no 当作真值</translation>
    </message>
    <message>
        <source>{0}: reader</source>
        <translation>{0}：读取线程</translation>
    </message>
    <message>
        <source>{0}: the attributes are not a list</source>
        <translation>{0}：属性不是列表</translation>
    </message>
    <message>
        <source>{0}: the choices of {1} are not a list</source>
        <translation>{0}：{1} 的选项不是列表</translation>
    </message>
    <message>
        <source>{0}: the class {1}</source>
        <translation>{0}：类别 {1}</translation>
    </message>
    <message>
        <source>{0}: the colour #{1} is none of those it can have.</source>
        <translation>{0}：颜色 #{1} 不是允许的颜色。</translation>
    </message>
    <message>
        <source>{0}: the colour {1} is not of the form &apos;#rrggbb&apos;</source>
        <translation>{0}：颜色 {1} 不是 &apos;#rrggbb&apos; 的形式</translation>
    </message>
    <message>
        <source>{0}: the object {1} has {2}.</source>
        <translation>{0}：对象 {1} 有 {2}。</translation>
    </message>
    <message>
        <source>{0}: the object {1} was of another class before.</source>
        <translation>{0}：对象 {1} 之前属于另一类别。</translation>
    </message>
    <message>
        <source>{0}: the value {1} is no class of {2}.</source>
        <translation>{0}：值 {1} 不是 {2} 的类别。</translation>
    </message>
    <message>
        <source>{0}: the value {1} is no object of the frame map.</source>
        <translation>{0}：值 {1} 不是帧映射中的对象。</translation>
    </message>
    <message>
        <source>{0}: the value {1} is no object of {2}.</source>
        <translation>{0}：值 {1} 不是 {2} 的对象。</translation>
    </message>
    <message>
        <source>{0}: there is no frame {1}, frames count from {2}.</source>
        <translation>{0}：没有第 {1} 帧，帧从 {2} 开始计数。</translation>
    </message>
    <message>
        <source>{0}: writer</source>
        <translation>{0}：写入线程</translation>
    </message>
    <message>
        <source>{0}: {1} is not a track by the number of its object.</source>
        <translation>{0}：{1} 不是以对象编号命名的轨迹。</translation>
    </message>
    <message>
        <source>{0}; the worst by {1} (object {2} on frame {3}).</source>
        <translation>{0}；最差的为 {1}(第 {3} 帧的对象 {2})。</translation>
    </message>
    <message>
        <source>{0}Frames {1} to {2}: </source>
        <translation>{0}第 {1} 到 {2} 帧：</translation>
    </message>
    <message>
        <source>{0}{1} Please localize the relevant objects with IDs.</source>
        <translation>{0}{1} Please localize the relevant objects with IDs.</translation>
    </message>
    <message>
        <source>{n} absence</source>
        <translation>{n} 处缺席</translation>
    </message>
    <message>
        <source>{n} absences</source>
        <translation>{n} 处缺席</translation>
    </message>
    <message>
        <source>{n} annotation has no track_id: it became an object of its own.</source>
        <translation>{n} 个标注没有 track_id：每个都成为单独的对象。</translation>
    </message>
    <message>
        <source>{n} annotation is a crowd (iscrowd 1): it is read as one object.</source>
        <translation>{n} 个标注是群体(iscrowd 1)：各作为一个对象读取。</translation>
    </message>
    <message>
        <source>{n} annotation is no area and was passed over.</source>
        <translation>{n} 个标注不是区域，已略过。</translation>
    </message>
    <message>
        <source>{n} annotations are crowds (iscrowd 1): each is read as one object.</source>
        <translation>{n} 个标注是群体(iscrowd 1)：各作为一个对象读取。</translation>
    </message>
    <message>
        <source>{n} annotations are no areas and were passed over.</source>
        <translation>{n} 个标注不是区域，已略过。</translation>
    </message>
    <message>
        <source>{n} annotations have no track_id: each became an object of its own.</source>
        <translation>{n} 个标注没有 track_id：每个都成为单独的对象。</translation>
    </message>
    <message>
        <source>{n} entries</source>
        <translation>{n} 项</translation>
    </message>
    <message>
        <source>{n} entry</source>
        <translation>{n} 项</translation>
    </message>
    <message>
        <source>{n} expression</source>
        <translation>{n} 个表达式</translation>
    </message>
    <message>
        <source>{n} expressions</source>
        <translation>{n} 个表达式</translation>
    </message>
    <message>
        <source>{n} frame</source>
        <translation>{n} 帧</translation>
    </message>
    <message>
        <source>{n} frames</source>
        <translation>{n} 帧</translation>
    </message>
    <message>
        <source>{n} mask</source>
        <translation>{n} 个掩码</translation>
    </message>
    <message>
        <source>{n} mask covers its whole frame.</source>
        <translation>{n} 个掩码覆盖整帧。</translation>
    </message>
    <message>
        <source>{n} mask has too many parts for polygons and is RLE.</source>
        <translation>{n} 个掩码部分过多，无法用多边形表示，改为 RLE。</translation>
    </message>
    <message>
        <source>{n} mask is a single pixel.</source>
        <translation>{n} 个掩码只有一个像素。</translation>
    </message>
    <message>
        <source>{n} masks</source>
        <translation>{n} 个掩码</translation>
    </message>
    <message>
        <source>{n} masks are a single pixel.</source>
        <translation>{n} 个掩码只有一个像素。</translation>
    </message>
    <message>
        <source>{n} masks cover their whole frame.</source>
        <translation>{n} 个掩码覆盖整帧。</translation>
    </message>
    <message>
        <source>{n} masks have too many parts for polygons and are RLE.</source>
        <translation>{n} 个掩码部分过多，无法用多边形表示，改为 RLE。</translation>
    </message>
    <message>
        <source>{n} object</source>
        <translation>{n} 个对象</translation>
    </message>
    <message>
        <source>{n} object shows on no frame and has no annotation.</source>
        <translation>{n} 个对象在任何帧上都没有出现，没有标注。</translation>
    </message>
    <message>
        <source>{n} objects</source>
        <translation>{n} 个对象</translation>
    </message>
    <message>
        <source>{n} objects show on no frame and have no annotation.</source>
        <translation>{n} 个对象在任何帧上都没有出现，没有标注。</translation>
    </message>
    <message>
        <source>{n} pixel</source>
        <translation>{n} 像素</translation>
    </message>
    <message>
        <source>{n} pixels</source>
        <translation>{n} 像素</translation>
    </message>
    <message>
        <source>{n} place</source>
        <translation>{n} 处</translation>
    </message>
    <message>
        <source>{n} places</source>
        <translation>{n} 处</translation>
    </message>
    <message>
        <source>{n} record is wrong:</source>
        <translation>{n} 条记录有误：</translation>
    </message>
    <message>
        <source>{n} record was wrong and left out:</source>
        <translation>{n} 条记录有误，已略去：</translation>
    </message>
    <message>
        <source>{n} records are wrong:</source>
        <translation>{n} 条记录有误：</translation>
    </message>
    <message>
        <source>{n} records were wrong and left out:</source>
        <translation>{n} 条记录有误，已略去：</translation>
    </message>
    <message>
        <source>{n} turn</source>
        <translation>{n} 轮对话</translation>
    </message>
    <message>
        <source>{n} turns</source>
        <translation>{n} 轮对话</translation>
    </message>
    <message>
        <source>{n} video</source>
        <translation>{n} 个视频</translation>
    </message>
    <message>
        <source>{n} videos</source>
        <translation>{n} 个视频</translation>
    </message>
    <message>
        <source>{path} cannot be opened. Check that it exists and that you may read it.</source>
        <translation>无法打开 {path}。请检查它是否存在以及您是否有权读取。</translation>
    </message>
    <message>
        <source>{path} cannot be written: the file or its folder is read-only.</source>
        <translation>无法写入 {path}：文件或其文件夹是只读的。</translation>
    </message>
    <message>
        <source>{path} is damaged. Open its newest backup, or recover it with the sqlite3 tool.</source>
        <translation>{path} 已损坏。请打开其最新备份，或用 sqlite3 工具恢复。</translation>
    </message>
    <message>
        <source>{path} is not a Maskbank project, or it is damaged.</source>
        <translation>{path} 不是 Maskbank 项目，或已损坏。</translation>
    </message>
    <message>
        <source>one of several</source>
        <translation>多选一</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>took {0}</source>
        <translation>用时 {0}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>pausing ...</source>
        <translation>正在暂停...</translation>
    </message>
    <message>
        <source>cancelling ...</source>
        <translation>正在取消...</translation>
    </message>
    <message>
        <source>{0} MB a second</source>
        <translation>每秒 {0} MB</translation>
    </message>
    <message>
        <source>{0} a second</source>
        <translation>每秒 {0}</translation>
    </message>
    <message>
        <source>{0}, {1} left</source>
        <translation>{0}，剩余 {1}</translation>
    </message>
    <message>
        <source>Next suspect</source>
        <translation>下一个可疑处</translation>
    </message>
    <message>
        <source>Previous suspect</source>
        <translation>上一个可疑处</translation>
    </message>
    <message>
        <source>Fine, go on</source>
        <translation>没问题，继续</translation>
    </message>
    <message>
        <source>Fine on this frame, go on</source>
        <translation>此帧没问题，继续</translation>
    </message>
    <message>
        <source>Fine on the whole track, go on</source>
        <translation>整条轨迹没问题，继续</translation>
    </message>
    <message>
        <source>Before and after the re-run</source>
        <translation>重新运行的前后对比</translation>
    </message>
    <message>
        <source>Keep what the re-run did</source>
        <translation>保留重新运行的结果</translation>
    </message>
    <message>
        <source>Put back what the re-run did</source>
        <translation>恢复重新运行之前的结果</translation>
    </message>
    <message>
        <source>Keep all that the re-run did</source>
        <translation>全部保留重新运行的结果</translation>
    </message>
    <message>
        <source>Statistics ...</source>
        <translation>统计...</translation>
    </message>
    <message>
        <source>Show the queue</source>
        <translation>显示队列</translation>
    </message>
    <message>
        <source>Swap with another from here on ...</source>
        <translation>从此处起与另一个对象交换...</translation>
    </message>
    <message>
        <source>Swap with another over the range ...</source>
        <translation>在范围内与另一个对象交换...</translation>
    </message>
    <message>
        <source>Merge with another ...</source>
        <translation>与另一个对象合并...</translation>
    </message>
    <message>
        <source>Split here</source>
        <translation>在此处拆分</translation>
    </message>
    <message>
        <source>Duplicate the object</source>
        <translation>复制对象</translation>
    </message>
    <message>
        <source>Copy this mask over the range</source>
        <translation>将此掩码复制到整个范围</translation>
    </message>
    <message>
        <source>Copy masks over the range to another ...</source>
        <translation>将范围内的掩码复制给另一个对象...</translation>
    </message>
    <message>
        <source>Set an attribute</source>
        <translation>设置属性</translation>
    </message>
    <message>
        <source>Find or ask ...</source>
        <translation>查找或提问...</translation>
    </message>
    <message>
        <source>Accept all proposals</source>
        <translation>接受所有提议</translation>
    </message>
    <message>
        <source>Reject all proposals</source>
        <translation>拒绝所有提议</translation>
    </message>
    <message>
        <source>Bring back rejected proposals</source>
        <translation>恢复已拒绝的提议</translation>
    </message>
    <message>
        <source>Keep the question as an expression</source>
        <translation>将问题保存为表达式</translation>
    </message>
    <message>
        <source>Clear the conversation</source>
        <translation>清除对话</translation>
    </message>
    <message>
        <source>Stop the engine</source>
        <translation>停止引擎</translation>
    </message>
    <message>
        <source>Changed places</source>
        <translation>互换位置</translation>
    </message>
    <message>
        <source>Scene cut</source>
        <translation>场景切换</translation>
    </message>
    <message>
        <source>Low score</source>
        <translation>得分低</translation>
    </message>
    <message>
        <source>Change of area</source>
        <translation>面积变化</translation>
    </message>
    <message>
        <source>Jump</source>
        <translation>跳跃</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>重叠</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>缺口</translation>
    </message>
    <message>
        <source>Unverified</source>
        <translation>未核验</translation>
    </message>
    <message>
        <source>area {0}, max {1}</source>
        <translation>面积 {0}，最大 {1}</translation>
    </message>
    <message>
        <source>no score</source>
        <translation>无得分</translation>
    </message>
    <message>
        <source>score {0:.2f}</source>
        <translation>得分 {0:.2f}</translation>
    </message>
    <message>
        <source>From frame {0} on, each of the two becomes what the other was.</source>
        <translation>从第 {0} 帧起，两者互换身份。</translation>
    </message>
    <message>
        <source>Swap from here on</source>
        <translation>从此处起交换</translation>
    </message>
    <message>
        <source>On {0}, each of the two becomes what the other was.</source>
        <translation>在{0}，两者互换身份。</translation>
    </message>
    <message>
        <source>Masks on {0} are copied to the other object. Those that a person made, locked or verified there stay.</source>
        <translation>{0}的掩码将复制给另一个对象。其中由人制作、锁定或核验的掩码保持不变。</translation>
    </message>
    <message>
        <source>Swap over the range</source>
        <translation>在范围内交换</translation>
    </message>
    <message>
        <source>Copy masks to another object</source>
        <translation>将掩码复制给另一个对象</translation>
    </message>
    <message>
        <source>{0:g} x</source>
        <translation>{0:g} 倍</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>How fast the video plays</source>
        <translation>视频播放速度</translation>
    </message>
    <message>
        <source>In the order added</source>
        <translation>按添加顺序</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>最长的在前</translation>
    </message>
    <message>
        <source>Least labelled first</source>
        <translation>标注最少的在前</translation>
    </message>
    <message>
        <source>Least verified first</source>
        <translation>核验最少的在前</translation>
    </message>
    <message>
        <source>Most objects first</source>
        <translation>对象最多的在前</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分钟</translation>
    </message>
    <message>
        <source>{0}: {1} to {2}</source>
        <translation>{0}：{1} 至 {2}</translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Maskbank</source>
        <translation>关于 Maskbank</translation>
    </message>
    <message>
        <source>Maskbank {0}

Label video: point at a thing, follow it through every frame, correct it, export a data set.

Apache licence 2.0. Qt {1}.</source>
        <translation>Maskbank {0}

标注视频：指出一个物体，在每一帧中跟踪它，修正它，导出数据集。

Apache 许可证 2.0。Qt {1}。</translation>
    </message>
    <message>
        <source>Built on</source>
        <translation>所用组件</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
</context>
<context>
    <name>AttributeDialog</name>
    <message>
        <source>Attribute</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>can change during the video</source>
        <translation>在视频中可以变化</translation>
    </message>
    <message>
        <source>separated by commas</source>
        <translation>用逗号分隔</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>It is</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>选项</translation>
    </message>
</context>
<context>
    <name>AttributesForm</name>
    <message>
        <source>on the whole track</source>
        <translation>整条轨迹</translation>
    </message>
    <message>
        <source>over the range</source>
        <translation>整个范围</translation>
    </message>
    <message>
        <source>on this frame</source>
        <translation>此帧</translation>
    </message>
    <message>
        <source>Where a change holds</source>
        <translation>更改适用于</translation>
    </message>
    <message>
        <source>Where a change of an attribute that varies holds</source>
        <translation>可变属性的更改适用于何处</translation>
    </message>
    <message>
        <source>No attributes. Object, Categories and attributes defines them.</source>
        <translation>没有属性。请在“对象 &gt; 类别和属性”中定义。</translation>
    </message>
    <message>
        <source>What a new object will be:</source>
        <translation>新对象将是：</translation>
    </message>
    <message>
        <source>A category is given to {0}.</source>
        <translation>类别将赋予 {0}。</translation>
    </message>
    <message>
        <source>Attributes are set for {0}.</source>
        <translation>属性将设置到 {0}。</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Save the report ...</source>
        <translation>保存报告...</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Maskbank ended by a fault the last time. Your work is saved.</source>
        <translation>Maskbank 上次因故障退出。您的工作已保存。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>The report cannot be saved: {0}</source>
        <translation>无法保存报告：{0}</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>... and {n} more line; the jobs panel has all that a job said.</source>
        <translation>…… 另有 {n} 行；任务的全部说明见任务面板。</translation>
    </message>
    <message>
        <source>... and {n} more lines; the jobs panel has all that a job said.</source>
        <translation>…… 另有 {n} 行；任务的全部说明见任务面板。</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Video frame</source>
        <translation>视频帧</translation>
    </message>
    <message>
        <source>Remove the prompt</source>
        <translation>移除提示</translation>
    </message>
</context>
<context>
    <name>CategoryEditor</name>
    <message>
        <source>Categories and attributes</source>
        <translation>类别和属性</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>, varies</source>
        <translation>,可变</translation>
    </message>
    <message>
        <source>category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Import categories</source>
        <translation>导入类别</translation>
    </message>
    <message>
        <source>Export the categories</source>
        <translation>导出类别</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Import ...</source>
        <translation>导入...</translation>
    </message>
    <message>
        <source>Export ...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>Categories; double-click to rename</source>
        <translation>类别；双击可重命名</translation>
    </message>
    <message>
        <source>Attributes of the category</source>
        <translation>该类别的属性</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Colour ...</source>
        <translation>颜色...</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Add ...</source>
        <translation>添加...</translation>
    </message>
    <message>
        <source>Change ...</source>
        <translation>更改...</translation>
    </message>
</context>
<context>
    <name>CategoryField</name>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>No category: choose or type one</source>
        <translation>无类别：请选择或输入</translation>
    </message>
</context>
<context>
    <name>CategoryWork</name>
    <message>
        <source>{n} category</source>
        <translation>{n} 个类别</translation>
    </message>
    <message>
        <source>{n} categories</source>
        <translation>{n} 个类别</translation>
    </message>
    <message>
        <source>{n} attribute</source>
        <translation>{n} 个属性</translation>
    </message>
    <message>
        <source>{n} attributes</source>
        <translation>{n} 个属性</translation>
    </message>
    <message>
        <source>New: {0}, {1}.</source>
        <translation>新增：{0}，{1}。</translation>
    </message>
    <message>
        <source>The categories are in {0}.</source>
        <translation>类别已保存到 {0}。</translation>
    </message>
</context>
<context>
    <name>ChangedFrames</name>
    <message>
        <source>Changed frames</source>
        <translation>更改的帧</translation>
    </message>
    <message>
        <source>Frame {0}: IoU {1}</source>
        <translation>第 {0} 帧：IoU {1}</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Nothing that can be done now is called so. Some things need a chosen object.</source>
        <translation>现在可用的命令中没有这个名称。有些命令需要先选择一个对象。</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>您想做什么？</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>There is nothing to compare: no propagation changed masks.</source>
        <translation>没有可比较的内容：没有传播更改过掩码。</translation>
    </message>
</context>
<context>
    <name>ConversationView</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>Conversing</name>
    <message>
        <source>Asking: {0}</source>
        <translation>正在提问：{0}</translation>
    </message>
    <message>
        <source>It becomes an object when all its masks have come.</source>
        <translation>所有掩码到齐后它将成为对象。</translation>
    </message>
    <message>
        <source>Proposals rejected: {0}. In the menu Words, they can be brought back.</source>
        <translation>已拒绝的提议：{0}。可在“文字”菜单中恢复。</translation>
    </message>
    <message>
        <source>Answered; proposed: {0}.</source>
        <translation>已回答；提议：{0} 个。</translation>
    </message>
    <message>
        <source>Proposals that nobody accepted are gone with their project: {0}.</source>
        <translation>无人接受的提议已随其项目消失：{0} 个。</translation>
    </message>
</context>
<context>
    <name>EngineButton</name>
    <message>
        <source>The engine that works on this project</source>
        <translation>处理此项目的引擎</translation>
    </message>
    <message>
        <source>Stop the engine</source>
        <translation>停止引擎</translation>
    </message>
    <message>
        <source>If it hangs: its process is ended; what it delivered stays</source>
        <translation>如果引擎无响应：结束其进程；已交付的结果会保留</translation>
    </message>
    <message>
        <source>Engine: {0}</source>
        <translation>引擎：{0}</translation>
    </message>
</context>
<context>
    <name>Engines</name>
    <message>
        <source>the best that runs well here</source>
        <translation>此处运行良好的最佳引擎</translation>
    </message>
    <message>
        <source>has {0}</source>
        <translation>有 {0}</translation>
    </message>
    <message>
        <source>{0} works on the project now.</source>
        <translation>{0} 现在处理此项目。</translation>
    </message>
    <message>
        <source>Changing to the engine {0}</source>
        <translation>正在切换到引擎 {0}</translation>
    </message>
    <message>
        <source>The engine was stopped; the next request starts it anew.</source>
        <translation>引擎已停止；下一个请求会重新启动它。</translation>
    </message>
    <message>
        <source>Stopping the engine {0}</source>
        <translation>正在停止引擎 {0}</translation>
    </message>
    <message>
        <source>The model {0} is on this machine now.</source>
        <translation>模型 {0} 现已在本机上。</translation>
    </message>
    <message>
        <source>Fetching {0}</source>
        <translation>正在获取 {0}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export a data set</source>
        <translation>导出数据集</translation>
    </message>
    <message>
        <source>Choose ...</source>
        <translation>选择...</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folder to write</source>
        <translation>要写入的文件夹</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>What will be written</source>
        <translation>将写入的内容</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>What and how</source>
        <translation>内容和方式</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>all, or names and numbers: dog, 3</source>
        <translation>全部，或名称和编号：dog, 3</translation>
    </message>
    <message>
        <source>Only masks that a person made or verified</source>
        <translation>仅由人制作或核验的掩码</translation>
    </message>
    <message>
        <source>Say who made each mask, where the format has room</source>
        <translation>在格式允许处注明每个掩码的来源</translation>
    </message>
    <message>
        <source>Deal the videos out to</source>
        <translation>将视频分配到</translation>
    </message>
    <message>
        <source>the end</source>
        <translation>末尾</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Copy JPEG files, encode the rest</source>
        <translation>复制 JPEG 文件，其余编码</translation>
    </message>
    <message>
        <source>Link JPEG files, encode the rest</source>
        <translation>链接 JPEG 文件，其余编码</translation>
    </message>
    <message>
        <source>Encode all as JPEG</source>
        <translation>全部编码为 JPEG</translation>
    </message>
    <message>
        <source>Without images</source>
        <translation>不含图像</translation>
    </message>
    <message>
        <source>Copies and links take an image folder&apos;s own JPEG files, which lose nothing.</source>
        <translation>复制和链接使用图像文件夹自身的 JPEG 文件，没有任何损失。</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Tick some; if none is ticked, all are exported.</source>
        <translation>勾选若干项；若都不勾选，则导出全部。</translation>
    </message>
    <message>
        <source>&amp;Objects</source>
        <translation>对象(&amp;O)</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>frames, at most</source>
        <translation>帧，最多</translation>
    </message>
    <message>
        <source>a second</source>
        <translation>每秒</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>每隔</translation>
    </message>
    <message>
        <source>&amp;Images</source>
        <translation>图像(&amp;I)</translation>
    </message>
    <message>
        <source>Longer &amp;side</source>
        <translation>较长边(&amp;S)</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>val</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>第一帧</translation>
    </message>
    <message>
        <source>Frame to stop before</source>
        <translation>在此帧之前停止</translation>
    </message>
    <message>
        <source>Every so many frames</source>
        <translation>每隔多少帧</translation>
    </message>
    <message>
        <source>Frames a second at most</source>
        <translation>每秒最多帧数</translation>
    </message>
    <message>
        <source>Seed of the split</source>
        <translation>划分的随机种子</translation>
    </message>
</context>
<context>
    <name>ExpressionsButton</name>
    <message>
        <source>Sentences that refer to objects of this video; they are exported</source>
        <translation>指代此视频中对象的句子；会一并导出</translation>
    </message>
    <message>
        <source>Forget this expression</source>
        <translation>删除此表达式</translation>
    </message>
    <message>
        <source>There are none yet</source>
        <translation>还没有表达式</translation>
    </message>
    <message>
        <source>Expressions: {0}</source>
        <translation>表达式：{0}</translation>
    </message>
</context>
<context>
    <name>HintBar</name>
    <message>
        <source>The engine starts; the first mask takes a little longer ...</source>
        <translation>引擎正在启动：第一个掩码要稍等一会儿...</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <translation>正在查看...</translation>
    </message>
    <message>
        <source>Nothing was found there: click elsewhere, or draw a box.</source>
        <translation>那里没有找到任何东西：请点击别处，或画一个框。</translation>
    </message>
    <message>
        <source>New object</source>
        <translation>新对象</translation>
    </message>
    <message>
        <source>Proposal {0} of {1}</source>
        <translation>提议 {0} / {1}</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>the next one</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>click: add</source>
        <translation>单击：添加</translation>
    </message>
    <message>
        <source>right click: subtract</source>
        <translation>右键单击：减去</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import a data set</source>
        <translation>导入数据集</translation>
    </message>
    <message>
        <source>those of the project</source>
        <translation>项目中的视频</translation>
    </message>
    <message>
        <source>Leave out records that are wrong, instead of refusing all</source>
        <translation>略去有误的记录，而不是全部拒绝</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>As it looks</source>
        <translation>按其外观</translation>
    </message>
    <message>
        <source>What would come in</source>
        <translation>将导入的内容</translation>
    </message>
    <message>
        <source>Choose ...</source>
        <translation>选择...</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>Video files</source>
        <translation>视频文件</translation>
    </message>
    <message>
        <source>Reading ...</source>
        <translation>正在读取...</translation>
    </message>
    <message>
        <source>As it looks: {0}</source>
        <translation>按其外观：{0}</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>须知</translation>
    </message>
    <message>
        <source>Records that are wrong</source>
        <translation>有误的记录</translation>
    </message>
    <message>
        <source>{0}: {1}, {2}</source>
        <translation>{0}：{1}，{2}</translation>
    </message>
    <message>
        <source>Already on {0}, by name: {1}. What comes in is added beside it.</source>
        <translation>{0} 上已有同名的：{1}。导入的内容会另外添加。</translation>
    </message>
    <message>
        <source>... and {0} more.</source>
        <translation>…… 另有 {0} 条。</translation>
    </message>
    <message>
        <source>Some records are wrong: put them right, or leave them out.</source>
        <translation>有些记录有误：请更正，或将其略去。</translation>
    </message>
    <message>
        <source>Choose the files of the videos that are missing.</source>
        <translation>请选择缺失视频的文件。</translation>
    </message>
    <message>
        <source>Videos that the data set is about</source>
        <translation>数据集所涉及的视频</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel the job; what was done stays</source>
        <translation>取消任务；已完成的会保留</translation>
    </message>
    <message>
        <source> (+{0} waiting)</source>
        <translation>(另有 {0} 个等待)</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel; what was done stays</source>
        <translation>取消；已完成的会保留</translation>
    </message>
    <message>
        <source>Run it earlier</source>
        <translation>提前运行</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>请求时间</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Details of the job</source>
        <translation>任务详情</translation>
    </message>
</context>
<context>
    <name>MemoryMeter</name>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>the engine has {0}</source>
        <translation>引擎占用 {0}</translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message>
        <source>[{0}] {1} gets all masks, prompts and attributes of those chosen here, which are then removed.</source>
        <translation>[{0}] {1} 获得此处所选对象的所有掩码、提示和属性，之后这些对象将被移除。</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>all pixels of both</source>
        <translation>两者的所有像素</translation>
    </message>
    <message>
        <source>the mask of [{0}]</source>
        <translation>[{0}] 的掩码</translation>
    </message>
    <message>
        <source>the mask of the other one</source>
        <translation>另一个对象的掩码</translation>
    </message>
    <message>
        <source>Where both are and nobody decided, keep</source>
        <translation>两者都在且无人决定之处，保留</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>重叠</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Frames on which both objects are</source>
        <translation>两个对象都在的帧</translation>
    </message>
    <message>
        <source>Comparing ...</source>
        <translation>正在比较...</translation>
    </message>
    <message>
        <source>Masks that move without conflict: {0}. Frames on which both objects are: {1}.</source>
        <translation>无冲突移动的掩码：{0}。两个对象同时存在的帧：{1}。</translation>
    </message>
    <message>
        <source>as chosen below</source>
        <translation>按下方所选</translation>
    </message>
    <message>
        <source>the other one</source>
        <translation>另一个对象</translation>
    </message>
</context>
<context>
    <name>ModelOffer</name>
    <message>
        <source>Only finding and asking in words needs it. Everything else works without: click a thing or draw a box around it, shape its mask by hand, follow it through the video, correct it, review it, export it.</source>
        <translation>只有用文字查找和提问才需要它。其他一切都无需它：单击物体或画框，手动修整掩码，在视频中跟踪，修正，审查，导出。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Use UniPixel</source>
        <translation>使用 UniPixel</translation>
    </message>
    <message>
        <source>A folder of mine ...</source>
        <translation>我的文件夹...</translation>
    </message>
    <message>
        <source>Use a checkpoint that lies on this machine already</source>
        <translation>使用本机上已有的检查点</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of the download</source>
        <translation>下载进度</translation>
    </message>
    <message>
        <source>Go on getting it</source>
        <translation>继续获取</translation>
    </message>
    <message>
        <source>Get it</source>
        <translation>获取</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>使用 {0}</translation>
    </message>
    <message>
        <source>The engine {0} understands no words; {1} does, and it is on this machine.</source>
        <translation>引擎 {0} 不理解语言；{1} 可以，且已在本机上。</translation>
    </message>
    <message>
        <source>The engine {0} understands no words. {1} does: get it once, or name a folder that has it. It is quick on a GPU and slow without one.</source>
        <translation>引擎 {0} 不理解语言。{1} 可以：获取一次，或指定包含它的文件夹。有 GPU 时很快，没有则较慢。</translation>
    </message>
    <message>
        <source>A folder with a UniPixel checkpoint</source>
        <translation>包含 UniPixel 检查点的文件夹</translation>
    </message>
</context>
<context>
    <name>ObjectWork</name>
    <message>
        <source>What you click, box or draw next becomes a new object.</source>
        <translation>接下来点击、框选或绘制的内容将成为新对象。</translation>
    </message>
    <message>
        <source>What you click, box or draw next becomes a new {0}.</source>
        <translation>接下来点击、框选或绘制的内容将成为新的{0}。</translation>
    </message>
    <message>
        <source>Deleting {0}</source>
        <translation>正在删除 {0}</translation>
    </message>
    <message>
        <source>{0} is deleted; Ctrl+Z brings it back.</source>
        <translation>{0} 已删除；Ctrl+Z 可恢复。</translation>
    </message>
    <message>
        <source>Deleting masks of {0}</source>
        <translation>正在删除 {0} 的掩码</translation>
    </message>
    <message>
        <source>Verifying {0}</source>
        <translation>正在核验 {0}</translation>
    </message>
    <message>
        <source>Unverifying {0}</source>
        <translation>正在取消核验 {0}</translation>
    </message>
    <message>
        <source>Locking {0}</source>
        <translation>正在锁定 {0}</translation>
    </message>
    <message>
        <source>Unlocking {0}</source>
        <translation>正在解锁 {0}</translation>
    </message>
</context>
<context>
    <name>ObjectsModel</name>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>No object has this in its number, name or category.</source>
        <translation>没有对象的编号、名称或类别与之匹配。</translation>
    </message>
    <message>
        <source>Click or box a thing in the video to begin.</source>
        <translation>单击或框选视频中的物体以开始。</translation>
    </message>
    <message>
        <source>No category</source>
        <translation>无类别</translation>
    </message>
    <message>
        <source>{0}  ({1})</source>
        <translation>{0}  ({1})</translation>
    </message>
    <message>
        <source>category {0}, {1}</source>
        <translation>类别 {0}，{1}</translation>
    </message>
    <message>
        <source>shown: click to hide</source>
        <translation>已显示：单击隐藏</translation>
    </message>
    <message>
        <source>hidden: click to show</source>
        <translation>已隐藏：单击显示</translation>
    </message>
    <message>
        <source>locked: click to unlock</source>
        <translation>已锁定：单击解锁</translation>
    </message>
    <message>
        <source>free: click to lock</source>
        <translation>未锁定：单击锁定</translation>
    </message>
    <message>
        <source>{0} verified</source>
        <translation>已核验 {0}</translation>
    </message>
    <message>
        <source>no masks</source>
        <translation>无掩码</translation>
    </message>
    <message>
        <source>Number and colour; double-click to change the colour</source>
        <translation>编号和颜色；双击可更改颜色</translation>
    </message>
    <message>
        <source>How many of the masks a person made or verified</source>
        <translation>由人制作或核验的掩码所占比例</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>锁定</translation>
    </message>
</context>
<context>
    <name>ObjectsPanel</name>
    <message>
        <source>Search number, name or category</source>
        <translation>搜索编号、名称或类别</translation>
    </message>
    <message>
        <source>Search objects</source>
        <translation>搜索对象</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Colour of [{0}]</source>
        <translation>[{0}] 的颜色</translation>
    </message>
</context>
<context>
    <name>ObjectsTree</name>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
</context>
<context>
    <name>OffersView</name>
    <message>
        <source>Proposal</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Make the chosen proposals objects</source>
        <translation>将所选提议设为对象</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Make all proposals objects</source>
        <translation>将所有提议设为对象</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Forget the chosen proposals</source>
        <translation>丢弃所选提议</translation>
    </message>
    <message>
        <source>As expression</source>
        <translation>存为表达式</translation>
    </message>
    <message>
        <source>Accept what the last question found, and keep its text as a sentence that refers to it</source>
        <translation>接受上一个问题找到的内容，并将其文字保存为指代它的句子</translation>
    </message>
    <message>
        <source>{0} proposed</source>
        <translation>提议 {0} 个</translation>
    </message>
</context>
<context>
    <name>OtherObjectDialog</name>
    <message>
        <source>The other object</source>
        <translation>另一个对象</translation>
    </message>
</context>
<context>
    <name>Pointing</name>
    <message>
        <source>Point at what is marked</source>
        <translation>指向所标记之处</translation>
    </message>
    <message>
        <source>Let the question be about the click or box of the draft, instead of making it an object</source>
        <translation>让问题针对草稿中的点或框，而不是将其设为对象</translation>
    </message>
    <message>
        <source>Point at nothing</source>
        <translation>不指向任何处</translation>
    </message>
    <message>
        <source>It points at what is marked on frame {0}</source>
        <translation>它指向第 {0} 帧上的标记</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Room for scrubbing</source>
        <translation>拖动预览所用空间</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Engine and cache</source>
        <translation>引擎和缓存</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Another language is used from the next start on.</source>
        <translation>其他语言从下次启动起生效。</translation>
    </message>
    <message>
        <source>Used as soon as the jobs that run have ended.</source>
        <translation>正在运行的任务结束后即生效。</translation>
    </message>
    <message>
        <source>Small pictures of the videos that were shown last, on the disk.</source>
        <translation>最近显示的视频的小图，保存在磁盘上。</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>Opening {0}</source>
        <translation>正在打开 {0}</translation>
    </message>
    <message>
        <source>Making {0}</source>
        <translation>正在创建 {0}</translation>
    </message>
    <message>
        <source>Drawing the sample clip</source>
        <translation>正在绘制示例片段</translation>
    </message>
    <message>
        <source>{0}: as soon as this has ended: {1}. Cancel it to go on at once.</source>
        <translation>{0}：以下任务结束后进行：{1}。取消它即可立即继续。</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>正在读取 {0}</translation>
    </message>
    <message>
        <source>{0} is in the project.</source>
        <translation>{0} 已在项目中。</translation>
    </message>
    <message>
        <source>{0} are in the project.</source>
        <translation>项目中有 {0}。</translation>
    </message>
    <message>
        <source>{0} on {1} went to {2}.</source>
        <translation>{1}上的 {0} 已写入 {2}。</translation>
    </message>
    <message>
        <source>{0} of {1} in {2} came in.</source>
        <translation>已导入 {2}中 {1}的 {0}。</translation>
    </message>
    <message>
        <source>This project can only be read: {0}.</source>
        <translation>此项目只能读取：{0}。</translation>
    </message>
    <message>
        <source>Closing {0}</source>
        <translation>正在关闭 {0}</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>正在导出 {0}</translation>
    </message>
    <message>
        <source>Importing {0}</source>
        <translation>正在导入 {0}</translation>
    </message>
    <message>
        <source>Cancelled: {0}. What was done stays.</source>
        <translation>已取消：{0}。已完成的会保留。</translation>
    </message>
    <message>
        <source>Cancelled: {0}. Nothing of it stays.</source>
        <translation>已取消：{0}。未保留任何内容。</translation>
    </message>
</context>
<context>
    <name>Propagating</name>
    <message>
        <source>A scene begins on frame {0}: look at the masks beyond it.</source>
        <translation>第 {0} 帧开始新场景：请检查其后的掩码。</translation>
    </message>
    <message>
        <source>Stopped at the scene cut on frame {0}.</source>
        <translation>已在第 {0} 帧的场景切换处停止。</translation>
    </message>
    <message>
        <source>Propagating over {0}</source>
        <translation>正在传播{0}</translation>
    </message>
</context>
<context>
    <name>Proxying</name>
    <message>
        <source>Making {0} quick to scrub</source>
        <translation>正在为 {0} 生成拖动预览</translation>
    </message>
</context>
<context>
    <name>QuestionBox</name>
    <message>
        <source>What to find, or to know</source>
        <translation>要查找或了解的内容</translation>
    </message>
    <message>
        <source>Find: segment the dog. Or ask: what is [1] doing?</source>
        <translation>查找：segment the dog。或提问：what is [1] doing?</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
</context>
<context>
    <name>QuestionScope</name>
    <message>
        <source>Frames that the question is about</source>
        <translation>问题所涉及的帧</translation>
    </message>
    <message>
        <source>The range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>The whole video</source>
        <translation>整个视频</translation>
    </message>
    <message>
        <source>This frame</source>
        <translation>此帧</translation>
    </message>
    <message>
        <source>Frames that the model looks at</source>
        <translation>模型查看的帧</translation>
    </message>
    <message>
        <source>The model looks at so many frames, evenly spaced; masks cover all of them. More frames show more and take more memory.</source>
        <translation>模型查看这么多帧，均匀分布；掩码覆盖所有帧。帧越多看到的越多，占用内存也越多。</translation>
    </message>
    <message>
        <source>all at once</source>
        <translation>一次全部</translation>
    </message>
    <message>
        <source>Frames that are asked about at a time</source>
        <translation>每次提问的帧数</translation>
    </message>
    <message>
        <source>Find things in a long range part by part: the model looks at so many frames of each part, and what it finds keeps its identity from one to the next.</source>
        <translation>在很长的范围中逐段查找：模型查看每一段的若干帧，找到的内容在各段之间保持身份。</translation>
    </message>
    <message>
        <source>{0}; it looks at {1} of {2}</source>
        <translation>{0}；查看 {2} 帧中的 {1} 帧</translation>
    </message>
    <message>
        <source>{0}; it looks at {1} of every {2}</source>
        <translation>{0}；每 {2} 帧查看 {1} 帧</translation>
    </message>
    <message>
        <source>looking at</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>in parts of</source>
        <translation>分段，每段</translation>
    </message>
</context>
<context>
    <name>RerunBar</name>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>{0}: {1} changed, mean IoU {2}</source>
        <translation>{0}：更改 {1}，平均 IoU {2}</translation>
    </message>
    <message>
        <source>Before the re-run</source>
        <translation>重新运行之前</translation>
    </message>
    <message>
        <source>After the re-run</source>
        <translation>重新运行之后</translation>
    </message>
    <message>
        <source>Object of the re-run</source>
        <translation>重新运行的对象</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>To look at: {0}, in this video: {1}</source>
        <translation>待查看：{0}，此视频中：{1}</translation>
    </message>
    <message>
        <source>Suspects</source>
        <translation>可疑处</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>All videos</source>
        <translation>所有视频</translation>
    </message>
    <message>
        <source>This video</source>
        <translation>此视频</translation>
    </message>
    <message>
        <source>Videos of the queue</source>
        <translation>队列中的视频</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>最严重的在前</translation>
    </message>
    <message>
        <source>Frame by frame</source>
        <translation>逐帧</translation>
    </message>
    <message>
        <source>Order of the queue</source>
        <translation>队列顺序</translation>
    </message>
</context>
<context>
    <name>Reviewing</name>
    <message>
        <source>Looking through the masks ...</source>
        <translation>正在检查掩码…</translation>
    </message>
    <message>
        <source>Nothing is labelled yet, so there is nothing to look at.</source>
        <translation>还没有任何标注，因此没有要查看的。</translation>
    </message>
    <message>
        <source>There is nothing left to look at of what you chose to list.</source>
        <translation>所选的类型和视频中没有要查看的了。</translation>
    </message>
    <message>
        <source>There is nothing left to look at.</source>
        <translation>没有要查看的了。</translation>
    </message>
</context>
<context>
    <name>ShortcutEditor</name>
    <message>
        <source>Add these keys</source>
        <translation>添加这些键</translation>
    </message>
    <message>
        <source>Remove all keys</source>
        <translation>移除所有键</translation>
    </message>
    <message>
        <source>As in the preset</source>
        <translation>按预设</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Find an action or a key</source>
        <translation>查找操作或键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其快捷键</translation>
    </message>
    <message>
        <source>Press the new keys</source>
        <translation>请按新的键</translation>
    </message>
    <message>
        <source>Only for “{0}”</source>
        <translation>仅用于“{0}”</translation>
    </message>
    <message>
        <source>{0} would do nothing: it belongs to {1}.</source>
        <translation>{0} 不起作用：它同时属于 {1}。</translation>
    </message>
</context>
<context>
    <name>SpansLabel</name>
    <message>
        <source>On which frames it is what; a click chooses them as the range</source>
        <translation>它在哪些帧上取什么值；点击即选为范围</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Open a video to label it</source>
        <translation>打开视频以进行标注</translation>
    </message>
    <message>
        <source>Drop videos, a folder of videos or images, or a project here.
Point at a thing, follow it through the video, correct it, export a data set.</source>
        <translation>将视频、视频或图像文件夹、或项目拖放到此处。
指出一个物体，在视频中跟踪它，修正它，导出数据集。</translation>
    </message>
    <message>
        <source>This project holds no video yet: drop some here.</source>
        <translation>此项目还没有视频：请拖放到此处。</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
</context>
<context>
    <name>StatisticsDialog</name>
    <message>
        <source>Counting ...</source>
        <translation>正在统计...</translation>
    </message>
    <message>
        <source>Masks by their share of the frame</source>
        <translation>按占画面比例统计的掩码</translation>
    </message>
    <message>
        <source>Masks by category</source>
        <translation>按类别统计的掩码</translation>
    </message>
    <message>
        <source>Save as CSV ...</source>
        <translation>保存为 CSV...</translation>
    </message>
    <message>
        <source>Save as JSON ...</source>
        <translation>保存为 JSON...</translation>
    </message>
    <message>
        <source>Statistics of {0}</source>
        <translation>{0} 的统计</translation>
    </message>
    <message>
        <source>Masks: {0}, verified: {1} %, work: {2}</source>
        <translation>掩码：{0}，已核验：{1} %，工作时间：{2}</translation>
    </message>
    <message>
        <source>no category</source>
        <translation>无类别</translation>
    </message>
    <message>
        <source>Save the statistics</source>
        <translation>保存统计</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Labelled %</source>
        <translation>已标注 %</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>Verified %</source>
        <translation>已核验 %</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>frame {0} · {1}</source>
        <translation>第 {0} 帧 · {1}</translation>
    </message>
    <message>
        <source>a scene begins</source>
        <translation>场景开始</translation>
    </message>
</context>
<context>
    <name>TrackWork</name>
    <message>
        <source>Swapping on {0}</source>
        <translation>正在交换{0}</translation>
    </message>
    <message>
        <source>Merging</source>
        <translation>正在合并</translation>
    </message>
    <message>
        <source>Splitting at frame {0}</source>
        <translation>正在第 {0} 帧拆分</translation>
    </message>
    <message>
        <source>Duplicating</source>
        <translation>正在复制对象</translation>
    </message>
    <message>
        <source>Masks copied: {0}; left, as a person stood for them: {1}.</source>
        <translation>已复制掩码：{0} 个；因由人负责而保留不变：{1} 个。</translation>
    </message>
    <message>
        <source>Copying to {0}</source>
        <translation>正在复制到{0}</translation>
    </message>
    <message>
        <source>Copying {0}</source>
        <translation>正在复制{0}</translation>
    </message>
    <message>
        <source>Scene cuts found: {0}.</source>
        <translation>找到场景切换：{0} 处。</translation>
    </message>
    <message>
        <source>Looking for scene cuts</source>
        <translation>正在查找场景切换</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Frame; type one to go there</source>
        <translation>帧；输入编号可跳转</translation>
    </message>
    <message>
        <source>of {0}    {1} / {2}</source>
        <translation>/ {0}    {1} / {2}</translation>
    </message>
    <message>
        <source>Range {0} to {1}</source>
        <translation>范围 {0} 到 {1}</translation>
    </message>
</context>
<context>
    <name>VideoWork</name>
    <message>
        <source>Open the project {0}</source>
        <translation>打开项目 {0}</translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation>打开 {0}</translation>
    </message>
    <message>
        <source>Add {0} to {1}</source>
        <translation>将 {0} 添加到 {1}</translation>
    </message>
    <message>
        <source>{0} is removed; Ctrl+Z brings it back.</source>
        <translation>{0} 已移除；Ctrl+Z 可恢复。</translation>
    </message>
    <message>
        <source>Comparing {0}</source>
        <translation>正在比较 {0}</translation>
    </message>
    <message>
        <source>Found again: {0}.</source>
        <translation>已重新找到：{0}。</translation>
    </message>
    <message>
        <source>Looking for videos in {0}</source>
        <translation>正在 {0} 中查找视频</translation>
    </message>
</context>
<context>
    <name>VideosDelegate</name>
    <message>
        <source>Missing: re-link it</source>
        <translation>缺失：请重新链接</translation>
    </message>
    <message>
        <source>objects: {0}</source>
        <translation>对象：{0}</translation>
    </message>
</context>
<context>
    <name>VideosModel</name>
    <message>
        <source>missing: re-link it to where it is now</source>
        <translation>缺失：请重新链接到现在的位置</translation>
    </message>
    <message>
        <source>{0}, {1} x {2}, objects: {3}, {4} % labelled, {5} % verified</source>
        <translation>{0},{1} x {2},{3} 个对象，已标注 {4} %，已核验 {5} %</translation>
    </message>
</context>
<context>
    <name>VideosPanel</name>
    <message>
        <source>Find missing videos ...</source>
        <translation>查找缺失的视频...</translation>
    </message>
    <message>
        <source>Videos: {0}, labelled: {1} %</source>
        <translation>视频：{0}，已标注：{1} %</translation>
    </message>
    <message>
        <source>, missing: {0}</source>
        <translation>,缺失：{0}</translation>
    </message>
    <message>
        <source>Where is {0} now?</source>
        <translation>{0} 现在在哪里？</translation>
    </message>
    <message>
        <source>Where are the missing videos?</source>
        <translation>缺失的视频在哪里？</translation>
    </message>
    <message>
        <source>Re-link ...</source>
        <translation>重新链接...</translation>
    </message>
    <message>
        <source>Remove from the project</source>
        <translation>从项目中移除</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Search videos</source>
        <translation>搜索视频</translation>
    </message>
    <message>
        <source>Order of videos</source>
        <translation>视频顺序</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source> (read-only)</source>
        <translation>(只读)</translation>
    </message>
</context>
<context>
    <name>WordsPanel</name>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Clear the conversation; objects stay</source>
        <translation>清除对话；对象保留</translation>
    </message>
    <message>
        <source>Write what to find: “segment the dog”. What is found is proposed, and you accept it.
Or ask: “what is [1] doing?” Type [ to name an object.
Mark a thing on the frame to ask about it.</source>
        <translation>写出要查找的内容：“segment the dog”。找到的内容会作为提议，由您接受。
或提问：“what is [1] doing?” 输入 [ 可指定对象。
在帧上标记一个物体即可就它提问。</translation>
    </message>
    <message>
        <source>(waits for other jobs)</source>
        <translation>(等待其他任务)</translation>
    </message>
    <message>
        <source>(cancelled)</source>
        <translation>(已取消)</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <translation>正在查看...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>Undoing</source>
        <translation>正在撤销</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message>
        <source>Redoing</source>
        <translation>正在重做</translation>
    </message>
    <message>
        <source>That step was in {0}.</source>
        <translation>该步骤在 {0} 中。</translation>
    </message>
    <message>
        <source>Going to another step</source>
        <translation>正在转到另一步骤</translation>
    </message>
</context>
<context>
    <name>_RecentDelegate</name>
    <message>
        <source>videos: {0}</source>
        <translation>视频：{0}</translation>
    </message>
</context>
<context>
    <name>_RecentList</name>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
</context>
</TS>
