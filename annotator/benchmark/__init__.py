"""How well an engine does on published data sets, the layouts of which it reads as they are.

samples          a question about a clip and what is right
expression_sets  MeViS and ReVOS: sentences, and tracks in mask_dict.json
index_sets       Ref-YouTube-VOS and Ref-DAVIS17: sentences, and PNGs of object numbers
refcoco          RefCOCO, RefCOCO+ and RefCOCOg: sentences about images
pixelqa          PixelQA on VideoRefer-Bench-Q: questions about what is pointed at
layouts          which layouts there are, and how each is measured
measures         J, F, IoU and accuracy of one answer, and over all
rows             the results as they come, on disk: a run that was stopped goes on
run              every question to the engine, one after another
"""
