"""The thématiques and publics of data·inclusion the demonstration uses, under short names."""

RIGHTS = "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits"
BENEFITS = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"
MONEY = "difficultes-financieres--ameliorer-sa-gestion-budgetaire"
FOOD = "equipement-et-alimentation--alimentation"
PARENTS = "famille--soutien-a-la-parentalite-et-a-leducation"
VIOLENCE = "famille--surmonter-conflits-separation-violence"
FRENCH = "lecture-ecriture-calcul--maitriser-le-francais"
SHELTER = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"
HOME = "logement-hebergement--se-maintenir-dans-le-logement"
RENT = "logement-hebergement--reduire-les-impayes-de-loyer"
DIGITAL = "numerique--maitriser-les-fondamentaux-du-numerique"
LINK = "remobilisation--lien-social"
SPORT = "remobilisation--activites-sportives-et-culturelles"
WELL_BEING = "remobilisation--bien-etre-confiance-en-soi"
CARE = "sante--acces-aux-soins"
ADDICTION = "sante--addictions"
MIND = "sante--sante-mentale"
MDPH = "sante--constituer-un-dossier-mdph-invalidite"
TRAINING = "se-former--trouver-sa-formation"
JOB = "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi"
WORK_FIRST = "choisir-un-metier--identifier-ses-points-forts-et-ses-competences"

EVERYBODY = ("tous-publics",)
YOUNG = ("jeunes",)
WOMEN = ("femmes",)
FAMILIES = ("familles",)
SENIORS = ("seniors",)
DISABLED = ("personnes-en-situation-de-handicap",)
JOBLESS = ("demandeurs-emploi", "beneficiaires-des-minimas-sociaux")
