type Named = readonly (readonly [code: string, name: string])[];

/** ISO 3166, as Odoo lists them. */
export const countryCodes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  );

/** Some of the states that Odoo ships; none for countries where it has none, like France and Singapore. */
const states: Readonly<Record<string, Named>> = {
  CA: [
    ['ON', 'Ontario'],
    ['QC', 'Quebec'],
  ],
  ES: [
    ['B', 'Barcelona'],
    ['M', 'Madrid'],
  ],
  GB: [['LND', 'London']],
  IN: [
    ['GJ', 'Gujarat'],
    ['MH', 'Maharashtra'],
  ],
  IT: [
    ['MI', 'Milano'],
    ['RM', 'Roma'],
  ],
  NL: [['NH', 'Noord-Holland']],
  PT: [['11', 'Lisboa']],
  US: [
    ['CA', 'California'],
    ['NY', 'New York'],
    ['TX', 'Texas'],
  ],
};

/** Belgium's, which Odoo has from 18.0 on. */
const belgian: Named = [
  ['VAN', 'Antwerpen'],
  ['WBR', 'Brabant wallon'],
  ['BRU', 'Brussels'],
  ['WHT', 'Hainaut'],
  ['WLG', 'Liège'],
  ['VLI', 'Limburg'],
  ['WLX', 'Luxembourg'],
  ['WNA', 'Namur'],
  ['VOV', 'Oost-Vlaanderen'],
  ['VWV', 'West-Vlaanderen'],
];

export function statesOf(country: string, hasBelgianStates: boolean): Named {
  if (country === 'BE') return hasBelgianStates ? belgian : [];
  return states[country] ?? [];
}
