/** Regions (ISO 3166-2) and larger cities of the countries where chains most likely start. */

export interface RegionPlan {
  country: string;
  kind: string;
  /** `code|name`. */
  regions: readonly string[];
}

export const regions: readonly RegionPlan[] = [
  {
    country: 'GB',
    kind: 'country',
    regions: ['ENG|England', 'SCT|Scotland', 'WLS|Wales', 'NIR|Northern Ireland'],
  },
  {
    country: 'IE',
    kind: 'province',
    regions: ['C|Connacht', 'L|Leinster', 'M|Munster', 'U|Ulster'],
  },
  {
    country: 'DE',
    kind: 'land',
    regions: [
      'BW|Baden-Württemberg',
      'BY|Bayern',
      'BE|Berlin',
      'BB|Brandenburg',
      'HB|Bremen',
      'HH|Hamburg',
      'HE|Hessen',
      'MV|Mecklenburg-Vorpommern',
      'NI|Niedersachsen',
      'NW|Nordrhein-Westfalen',
      'RP|Rheinland-Pfalz',
      'SL|Saarland',
      'SN|Sachsen',
      'ST|Sachsen-Anhalt',
      'SH|Schleswig-Holstein',
      'TH|Thüringen',
    ],
  },
  {
    country: 'FR',
    kind: 'metropolitan region',
    regions: [
      'ARA|Auvergne-Rhône-Alpes',
      'BFC|Bourgogne-Franche-Comté',
      'BRE|Bretagne',
      'CVL|Centre-Val de Loire',
      '20R|Corse',
      'GES|Grand Est',
      'HDF|Hauts-de-France',
      'IDF|Île-de-France',
      'NOR|Normandie',
      'NAQ|Nouvelle-Aquitaine',
      'OCC|Occitanie',
      'PDL|Pays de la Loire',
      'PAC|Provence-Alpes-Côte d’Azur',
    ],
  },
  {
    country: 'NL',
    kind: 'province',
    regions: [
      'DR|Drenthe',
      'FL|Flevoland',
      'FR|Fryslân',
      'GE|Gelderland',
      'GR|Groningen',
      'LI|Limburg',
      'NB|Noord-Brabant',
      'NH|Noord-Holland',
      'OV|Overijssel',
      'UT|Utrecht',
      'ZE|Zeeland',
      'ZH|Zuid-Holland',
    ],
  },
];

/** `country|short code|name`; the code of a city is `country-short code`. */
export const cities: readonly string[] = [
  'GB|LDN|London',
  'GB|BHM|Birmingham',
  'GB|MAN|Manchester',
  'GB|LDS|Leeds',
  'GB|LIV|Liverpool',
  'GB|BST|Bristol',
  'GB|NCL|Newcastle upon Tyne',
  'GB|SHF|Sheffield',
  'GB|NGM|Nottingham',
  'GB|PLY|Plymouth',
  'GB|PMH|Portsmouth',
  'GB|BTH|Bath',
  'GB|YOR|York',
  'GB|EDH|Edinburgh',
  'GB|GLG|Glasgow',
  'GB|ABE|Aberdeen',
  'GB|CRF|Cardiff',
  'GB|SWA|Swansea',
  'GB|BFS|Belfast',
  'IE|DUB|Dublin',
  'IE|CRK|Cork',
  'IE|GAL|Galway',
  'IE|LMK|Limerick',
  'DE|BER|Berlin',
  'DE|HAM|Hamburg',
  'DE|MUC|München',
  'DE|CGN|Köln',
  'DE|FRA|Frankfurt am Main',
  'FR|PAR|Paris',
  'FR|LYO|Lyon',
  'FR|MRS|Marseille',
  'FR|BOD|Bordeaux',
  'NL|AMS|Amsterdam',
  'NL|RTM|Rotterdam',
  'NL|UTR|Utrecht',
];

/** `city code|short code|name`. */
export const districts: readonly string[] = [
  'GB-LDN|CAM|Camden',
  'GB-LDN|HCK|Hackney',
  'GB-LDN|ISL|Islington',
  'GB-LDN|LAM|Lambeth',
  'GB-LDN|WSM|Westminster',
  'GB-BST|CLF|Clifton',
  'GB-BST|HRB|Harbourside',
  'GB-PLY|BBC|Barbican',
  'GB-PLY|STH|Stonehouse',
];
