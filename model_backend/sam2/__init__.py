"""SAM 2.1: clicks, boxes and masks become tracked objects (Ravi et al. 2024, arXiv:2408.00714).

    config      sizes of the four published networks, rules of tracking
    weights     a checkpoint in any of its three layouts -> the network's tensors
    network     transformers' modules: encode a frame, attend to memory, decode a mask, encode a memory
    prompts     what a person showed -> what the prompt encoder takes
    memory      what one object remembers, what attention sees of it, what it may forget
    frames      frames -> features, read ahead, each encoded once
    tracker     objects, prompts and propagation over one video, batched over objects
    propagation which frames a request walks over, and what is reported
    options     what a person can choose
    engine      the engine contract on top of it

Torch and transformers are imported by these files, which is why nothing imports them early.
"""
