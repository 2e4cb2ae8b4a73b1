"""The categories of YouTube-VIS, in the order of their ids, which count from 1."""

_2019 = """
    person giant_panda lizard parrot skateboard sedan ape dog snake monkey hand rabbit duck cat cow fish
    train horse turtle bear motorbike giraffe leopard fox deer owl surfboard airplane truck zebra tiger
    elephant snowboard boat shark mouse frog eagle earless_seal tennis_racket
"""
_2021 = """
    airplane bear bird boat car cat cow deer dog duck earless_seal elephant fish flying_disc fox frog
    giant_panda giraffe horse leopard lizard monkey motorbike mouse parrot person rabbit shark skateboard
    snake snowboard squirrel surfboard tennis_racket tiger train truck turtle whale zebra
"""
CATEGORIES_2019 = tuple(_2019.split())
CATEGORIES_2021 = tuple(_2021.split())
