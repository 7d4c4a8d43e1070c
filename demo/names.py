"""Names of people who do not exist: first names as they are borne in France, family names nobody bears.

First names follow the years (a woman born in 1955 is rather called Monique than Inès) and the origins of
those who live here; the first of a list are the most frequent. Family names are those of plants, stones,
birds and winds, alone, with a particle or in pairs: enough for millions of people.

- Namer        draws people one after the other, never twice the same full name
- first_name, family_name   one draw each, for whoever counts in millions
"""

from bisect import bisect
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from random import Random

WOMAN, MAN = "f", "m"

BEFORE_1975 = {
    WOMAN: (
        "Monique Catherine Françoise Sylvie Martine Nathalie Isabelle Fatima Brigitte Christine Chantal "
        "Pascale Corinne Dominique Marie-Christine Béatrice Aïcha Jocelyne Nicole Marie-Hélène Annick Yamina "
        "Danielle Marie-Thérèse Evelyne Zohra Ghislaine Josiane Maria Muriel Lucette Khadija Régine Odette "
        "Marie-José Solange Rosa Huguette Thi-Lan Jeannine Bernadette Maryvonne Danuta Elżbieta Houria "
        "Raymonde Concetta Denise Geneviève Marie-Ange Paulette Mireille Anne-Marie Gisèle Yvette"
    ),
    MAN: (
        "Philippe Patrick Michel Alain Christophe Thierry Pascal Bernard Jean-Pierre Mohamed Christian "
        "Didier Dominique Daniel Jean-Claude Jean-Luc Serge Gérard Ahmed Bruno Jacques Jean-Marc Franck Ali "
        "Gilles Hervé Marc Jean-Michel Ahcène Dominique Manuel Yves René Omar Rémy Jean-François Antonio "
        "José Guy Mamadou Roland Zdzisław Lucien Hocine André Salvatore Marcel Jean-Paul Abdelkader Raymond "
        "Régis Joël Jean-Yves Robert Maurice Ousmane"
    ),
}
FROM_1975 = {
    WOMAN: (
        "Sandrine Stéphanie Céline Aurélie Virginie Émilie Laetitia Karine Julie Sabrina Sophie Mélanie "
        "Fatoumata Élodie Amélie Delphine Séverine Samira Vanessa Audrey Caroline Hélène Nadia Cindy "
        "Jennifer Angélique Ludivine Leïla Claire Aminata Jessica Malika Coralie Anne-Sophie Gaëlle Awa "
        "Estelle Marie-Laure Noémie Mariam Oksana Rachida Barbara Priscilla Mirela Soraya Bintou "
        "Marie-Noëlle Djamila Carmen Gwenaëlle Nathalie Sira Ioana Rebecca Maud Natacha Charlène Zeynep "
        "Peggy Ana-Maria Thanh-Mai"
    ),
    MAN: (
        "Nicolas Sébastien David Stéphane Julien Jérôme Cédric Olivier Ludovic Karim Guillaume Frédéric "
        "Mickaël Arnaud Anthony Grégory Laurent Rachid Samuel Yannick Abdoulaye Vincent Benoît Johnny Mehdi "
        "Loïc Jonathan Ibrahima Steve Kévin Damien Moussa Régis Jean-Baptiste Yohann Mustapha Gaëtan Ismaël "
        "Boubacar Pierre-Yves Cyril Amadou Erwan Nabil Ionuț Grégoire Sory Teddy Mathieu Slimane Pierre "
        "Adama Oleksandr Emmanuel Jimmy Selim Freddy Cheikh Gaël Jordan"
    ),
}
FROM_1995 = {
    WOMAN: (
        "Léa Manon Camille Inès Océane Marine Laura Chloé Sarah Pauline Lucie Clara Anaïs Yasmine Morgane "
        "Emma Justine Maëva Mathilde Aya Lina Amandine Eva Noémie Imane Jade Kenza Louise Mélissa Ophélie "
        "Romane Assia Fanta Zoé Lou-Anne Maryam Alizée Salomé Nour Célia Lola Anne-Lise Djeneba Margaux "
        "Andreea Cassandra Ambre Sirine Faustine Hawa Maïssa Elif Lilou Coumba Perrine Jeanne Rim Éléonore"
    ),
    MAN: (
        "Thomas Lucas Théo Alexandre Enzo Hugo Maxime Dylan Quentin Léo Nathan Antoine Yanis Mathis Valentin "
        "Rayan Bryan Mohamed-Amine Florian Axel Romain Clément Adam Baptiste Killian Bilal Tom Corentin "
        "Alexis Ousmane Noah Jordan Rémi Ilyès Gabriel Timothée Amine Evan Souleymane Kylian Jules Tristan "
        "Ayoub Ethan Matteo Yacine Raphaël Jean-Emmanuel Mamoudou Robin Zakaria Steven Farid Sékou Emre Loan "
        "Marius Daouda Samy Félix"
    ),
}
COHORTS = ((1975, BEFORE_1975), (1995, FROM_1975), (10**4, FROM_1995))

PLANTS = (
    "Aubépine Bruyère Genêt Fougère Coquelicot Pervenche Liseron Myosotis Chèvrefeuille Renoncule Sauge "
    "Verveine Millepertuis Tilleul Aulne Bouleau Érable Frêne Mélèze Sorbier Sureau Viorne Prunellier "
    "Églantier Argousier Arbousier Osier Noisetier Cornouiller Alisier Micocoulier Genévrier Lavande Romarin "
    "Sarriette Serpolet Bourrache Mélisse Camomille Achillée Gentiane Campanule Primevère Ancolie Digitale "
    "Jacinthe Glycine Capucine Dahlia Bleuet Nigelle Luzerne Sainfoin Chicorée Angélique Armoise Bardane "
    "Consoude Ficaire Guimauve Houblon Immortelle Joubarbe Lierre Mauve Orchis Plantain Prêle Roseau "
    "Saponaire Tanaisie Valériane"
)
STONES = (
    "Grès Basalte Granit Schiste Ardoise Silex Quartz Tuffeau Calcaire Meulière Porphyre Gneiss Mica "
    "Feldspath Gypse Albâtre Ambre Opale Agate Jaspe Onyx Obsidienne Malachite Améthyste Topaze Béryl "
    "Turquoise Cornaline Tourmaline Pouzzolane Travertin Galet Moraine Falaise Pierrelune"
)
BIRDS = (
    "Mésange Alouette Bécassine Bergeronnette Bouvreuil Chardonneret Courlis Fauvette Gobemouche Grèbe Grive "
    "Guêpier Hirondelle Hulotte Huppe Loriot Martinet Mouette Ortolan Outarde Pluvier Roitelet Rougegorge "
    "Rousserolle Sarcelle Sittelle Sterne Tarier Tourterelle Traquet Troglodyte Vanneau Verdier Avocette "
    "Chevêche Engoulevent Épervier Étourneau Linotte Pipit Râle Tadorne Cincle Cisticole Accenteur Jaseur"
)
WINDS = (
    "Mistral Tramontane Alizé Autan Bise Brise Cers Foehn Galerne Harmattan Khamsin Lombarde Noroît Sirocco "
    "Suroît Zéphyr Simoun Aquilon Vent-d’Est Chergui Ponant Matinière Burle Traverse"
)
FAMILY_NAMES: tuple[str, ...] = tuple(f"{PLANTS} {STONES} {BIRDS} {WINDS}".split())
PARTICLES = ("de ", "de ", "Le ", "Le ", "Ben ", "El ", "Da ", "Von ", "Mac ")
ELIDED = {"de ": "d’", "Le ": "L’"}

# Names quoted in the documents the organisations gave us: never used here.
NEVER = frozenset({"Magali", "Fabrice", "Éric", "Véronique", "Tranchant", "Gentil"})


@dataclass(frozen=True)
class Name:
    """A first name, a family name, and how the sentences about the person agree ("f" or "m")."""

    first: str
    family: str
    gender: str


@lru_cache(maxsize=16)
def _weighted(names: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The names of a list, and their cumulated frequencies: the further in the list, the rarer."""
    listed = tuple(names.split())
    return listed, tuple(accumulate(1 / (rank + 9) for rank in range(len(listed))))


def first_name(rng: Random, gender: str, year: int = 1985) -> str:
    """A first name for a person of that gender born about that year."""
    names = next(lists for before, lists in COHORTS if year < before)
    listed, weights = _weighted(names[gender])
    return listed[bisect(weights, rng.random() * weights[-1])]


def family_name(rng: Random) -> str:
    """A family name: mostly a word, sometimes two, sometimes a particle."""
    base = rng.choice(FAMILY_NAMES)
    chance = rng.random()
    if chance < 0.14:
        return f"{base}-{rng.choice([other for other in rng.sample(FAMILY_NAMES, 2) if other != base])}"
    if chance < 0.26:
        return with_particle(base, rng.choice(PARTICLES))
    return base


def with_particle(base: str, particle: str) -> str:
    """« de Bruyère », « d’Alizé », « Ben Genêt »: elided as it is said."""
    return (ELIDED.get(particle, particle) if base[0] in "AÉIOU" else particle) + base


@dataclass
class Namer:
    """Draws names, never twice the same. taken: full names that are already somebody's."""

    rng: Random
    taken: set[tuple[str, str]] = field(default_factory=set)

    def draw(self, *, year: int = 1985, women: float = 0.5) -> Name:
        """Somebody born about that year. women: their share among those drawn."""
        while True:
            gender = WOMAN if self.rng.random() < women else MAN
            found = Name(first_name(self.rng, gender, year), family_name(self.rng), gender)
            if (found.first, found.family) not in self.taken:
                self.taken.add((found.first, found.family))
                return found


SPEAKING = {
    "arabe": "Fatima Aïcha Yamina Zohra Khadija Houria Samira Leïla Malika Rachida Soraya Djamila Yasmine "
    "Imane Kenza Assia Nour Sirine Maïssa Rim Ahmed Omar Hocine Abdelkader Karim Rachid Mehdi Mustapha Nabil "
    "Slimane Rayan Bilal Ilyès Ayoub Yacine Zakaria Farid Mohamed Mohamed-Amine Ahcène Ali",
    "soninké": "Fatoumata Sira Bintou Djeneba Hawa Coumba Mamadou Boubacar Mamoudou Sékou Moussa Adama "
    "Daouda",
    "peul": "Aminata Awa Mariam Ousmane Ibrahima Amadou Souleymane Abdoulaye Sory",
    "wolof": "Fanta Cheikh Samy",
    "turc": "Zeynep Elif Selim Emre",
    "portugais": "Maria Rosa Manuel Antonio José Ana-Maria",
    "italien": "Concetta Salvatore Matteo",
    "polonais": "Danuta Elżbieta Zdzisław",
    "roumain": "Mirela Ioana Andreea Ionuț",
    "ukrainien": "Oksana Oleksandr",
    "vietnamien": "Thi-Lan Thanh-Mai",
    "dari": "Maryam Samuel",
}
LANGUAGE_OF = {first: language for language, names in SPEAKING.items() for first in names.split()}


def languages_of(first: str) -> list[str]:
    """What somebody called so may speak beside French; often nothing else."""
    return [LANGUAGE_OF[first]] if first in LANGUAGE_OF else []
