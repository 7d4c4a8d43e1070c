"""Names as they are borne in France: a few very common ones, a long tail, homonyms, compounds, particles.

Frequencies follow the rank (a Martin for every 250 people, the thousand commonest names for a quarter of
them); the tail is put together from the pieces French place names are made of, plus names of the world.
"""

from __future__ import annotations

import itertools
import random
from bisect import bisect
from functools import lru_cache

from cordee.kernel.names import phonetic_key, search_key

COMMON = """
Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David
Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Müller Lefèvre Faure André Mercier
Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry
Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard
Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal
Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc
Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis
Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles
Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Le~Gall Collet Léger Bouvier Julien
Prévost Millet Perrot Daniel Le~Roux Cousin Germain Breton Besson Langlois Rémy Le~Goff Pelletier Lévêque Perrier
Leblanc Barré Lebrun Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez Guichard Gillet Étienne
Grondin Poulain Tessier Chevallier Collin Chauvin Da~Silva Bouchet Gay Lemaître Bénard Maréchal Humbert Reynaud
Antoine Hoarau Perret Barthélemy Cordier Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte Gros Buisson
Diallo Traoré Nguyen Ben~Ali Coulibaly Camara Ferreira Konaté Sissoko Mendes Cissé Barry Bah Sow Keïta Touré Ndiaye
Fofana Sylla Doucouré Kouyaté Mohamed Ahmed Haddad Benali El~Amrani El~Idrissi Ben~Salah Bensaïd Belkacem Cherif
Mansouri Hamidi Rahimi Ahmadi Hussaini Stanikzai Kovalenko Shevchenko Ivanova Popescu Ionescu Rodrigues Pereira
Dos~Santos Da~Costa Oliveira N’Diaye N’Guessan Kouassi Mbaye Tshibangu Mukendi Abdallah Saïd Tran Pham Le~Floc’h
Kaya Yılmaz Demir Öztürk Sarr Gomis Mbemba Makosso Nzuzi Bakayoko Bamba Ouattara Tahiri Amrouche Boudjemaa Zerrouki
De~Oliveira De~La~Fuente D’Angelo Di~Marco Van~Damme De~Smet Kowalski Nowak Petrović Jovanović Hoxha Krasniqi Gashi
"""
# Cut from place names and trades: 60 × 40 × 3 names a tail is drawn from.
STARTS = """
Beau Bel Mont Cham Val Roque Font Clair Haut Cour Grand Ville Mar Cas Vil Bour Ker Tré Plou Lan Cap Puy Mas Sau Cha
Bru Fau Gar Lam Lar Mail Mor Nov Pél Quin Rab Ser Tour Ver Viel Bar Bos Cail Des Dela Dor Escu Ferr Gal Giro Jou
Lab Mal Pas Pey Riv San Théo Vau Aub Berth
"""
MIDDLES = """
dard rand lier nier reau teau deau ron lin tin rier veau dier sac gnac bert fort court mont ville champ bois roux
thier vert gault baud maud dal val chet quet rel let nel ret lard nard gneau cier zac
"""
ENDS = ["", "y", "ot"]
PARTICLES = ["de ", "de ", "de La ", "du ", "d’"]

WOMEN = """
Marie Nathalie Isabelle Sylvie Catherine Françoise Martine Christine Monique Valérie Sandrine Véronique Nicole Stéphanie
Sophie Anne Céline Chantal Patricia Brigitte Julie Aurélie Laurence Christiane Dominique Émilie Élodie Virginie Nadia
Hélène Karine Corinne Laetitia Camille Sarah Caroline Claire Fatima Aïcha Fatoumata Mariam Aminata Khadija Samira Leïla
Amina Yasmine Inès Manon Léa Chloé Océane Mélanie Jessica Jennifer Vanessa Audrey Delphine Florence Pascale Agnès
Béatrice Évelyne Ginette Yvette Odile Josiane Michèle Danielle Solange Zoé Noémie Anaïs Maëva Kimberley Oksana Olena
Maryam Zahra Hawa Kadiatou Djeneba Aïssata Rokia Zeynep Elif Mei Thi~Lan Ana Maria Fernanda Célestine Désirée Raphaëlle
Gaëlle Maëlle Joëlle Noëlle Cécile Solène Bérénice Thérèse Geneviève Bernadette Jacqueline Paulette Simone Rose Clémence
"""
MEN = """
Jean Michel Philippe Pierre Alain Nicolas Christophe Patrick Daniel Bernard Christian Frédéric Laurent Stéphane Éric
David Pascal Olivier Sébastien Gérard Thierry Julien André Jacques Thomas Alexandre Didier Franck Bruno Jérôme Cédric
Guillaume François Vincent Anthony Marc Kevin Romain Maxime Claude Fabrice Arnaud Serge Dominique Gilles Hervé Mickaël
Mohamed Mohammed Ahmed Karim Rachid Ali Youssef Mamadou Ibrahima Moussa Abdoulaye Ousmane Boubacar Sékou Amadou Hassan
Abdel Mehdi Nassim Bilal Yanis Lucas Hugo Enzo Théo Léo Dylan Jordan Steven Bryan Loïc Yann Gaël Raphaël Joël Noël
Benoît Étienne Rémi Jérémie Mathieu Matthieu Ludovic Grégory Damien Fabien Xavier Régis Roland Raymond Marcel René
Volodymyr Andrii Mykola Ahmad Zabihullah Najib Farid Omar Mustafa Mehmet Vasile Ion Carlos José Manuel Antonio Luc Guy
"""
SECONDS = [
    "Pierre",
    "Claude",
    "Paul",
    "Marie",
    "Luc",
    "Louise",
    "Anne",
    "Philippe",
    "Baptiste",
    "Hélène",
    "Christophe",
]


def _words(text: str) -> list[str]:
    return [word.replace("~", " ") for word in text.split()]


class Ranked:
    """Draws a value with the frequency of its rank in the list."""

    def __init__(self, values: list[str], *, flat: float, power: float) -> None:
        self.values = values
        self.sums = list(itertools.accumulate((rank + flat) ** -power for rank in range(len(values))))
        self.total = self.sums[-1]

    def draw(self, chance: random.Random) -> str:
        return self.values[bisect(self.sums, chance.random() * self.total)]


FAMILY = Ranked(_words(COMMON), flat=40, power=0.9)
FEMALE = Ranked(list(dict.fromkeys(_words(WOMEN))), flat=10, power=0.9)
MALE = Ranked(list(dict.fromkeys(_words(MEN))), flat=10, power=0.9)
START, MIDDLE = _words(STARTS), _words(MIDDLES)
COMMON_SHARE = 0.35


def family_name(chance: random.Random) -> str:
    """A family name: common, or from the tail; double or with a particle now and then."""
    name = _single(chance)
    luck = chance.random()
    if luck < 0.03:
        return f"{name}-{_single(chance)}"
    if luck < 0.045:
        return chance.choice(PARTICLES) + name
    return name


def _single(chance: random.Random) -> str:
    if chance.random() < COMMON_SHARE:
        return FAMILY.draw(chance)
    return chance.choice(START) + chance.choice(MIDDLE) + chance.choice(ENDS)


def first_names(chance: random.Random, *, woman: bool) -> str:
    """One first name, often with a second one, joined or not: Jean-Pierre, Marie Louise."""
    name = (FEMALE if woman else MALE).draw(chance)
    luck = chance.random()
    if luck < 0.07:
        return f"{name}-{chance.choice(SECONDS)}"
    if luck < 0.25:
        return f"{name} {(FEMALE if woman else MALE).draw(chance)}"
    return name


# The keys of a name are those of its parts put side by side: each part is worked out once.


@lru_cache(maxsize=200_000)
def _searched(part: str) -> str:
    return search_key(part)


@lru_cache(maxsize=200_000)
def _heard(part: str) -> str:
    return phonetic_key(part)


def searched(*parts: str) -> str:
    return " " + " ".join(_searched(part) for part in parts if part) + " "


def heard(*parts: str) -> str:
    return " " + " ".join(_heard(part) for part in parts if part) + " "


def sorted_as(family: str, first: str) -> str:
    return f"{_searched(family)} {_searched(first)}".strip()
