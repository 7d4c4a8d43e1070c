"""The organisations of the territory, in the order they are written.

The five that were described to us, with their real sites and programmes; around them, those who carry out
part of the accompaniments and those who orient. Professionals and people are invented.
"""

from demo.houses.calvados import CALVADOS, CCAS_CAEN, ENEFA
from demo.houses.cheval_bleu import CHEVAL_BLEU
from demo.houses.lierre import LIERRE
from demo.houses.mie_de_pain import MIE_DE_PAIN
from demo.houses.pdip71 import ESTABLISHMENTS, PDIP71
from demo.shapes import House

FIVE: tuple[House, ...] = (CHEVAL_BLEU, LIERRE, MIE_DE_PAIN, PDIP71, CALVADOS)
AROUND: tuple[House, ...] = (CCAS_CAEN, ENEFA, *ESTABLISHMENTS)
EVERY: tuple[House, ...] = (*FIVE, *AROUND)
