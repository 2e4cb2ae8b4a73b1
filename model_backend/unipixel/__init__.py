"""UniPixel: words, regions and masks in one model (Liu et al. 2025, arXiv:2509.18094).

    config           sizes of the parts, numbers of the special tokens
    preprocessing    frames and masks -> what the vision tower and the memory injection take
    wording          a thing's name -> a request for its masks
    prompts          a question, regions and a conversation -> the text that the model was trained on
    positions        where each token stands in time, height and width
    regions          `<|ref|>`: points and boxes in space and time -> embeddings
    vision_attention attention inside windows, many windows at a time
    model            Qwen2.5-VL, the heads around it, and what is written over `<|ref|>` and `<|mem|>`
    checkpoint       a folder -> the model with its weights
    adapter          the same for what was saved as changes to other checkpoints
    quantised        8 and 4 bits for small cards
    tokens           text to tokens and back
    generation       words one by one, and the hidden states that announce `<|seg|>`
    masking          those hidden states -> masks of every frame, by SAM 2.1
    object_memory    `<|mem|>`: what is kept of each object between questions
    clips            what is kept of a clip between questions: visual features, key-value prefixes
    dense_frames     what is kept of the frames that masks are made on
    answering        the tasks: find, describe a region, ask about objects, PixelQA
    engine           the engine contract on top of it

What surprises in here (hidden states before `<|seg|>`, memory pooled in window order) is what the
original was trained with; the comments say where. Torch and transformers are imported by these files,
which is why nothing imports them early.
"""
