export interface State {
  id: number;
  code: string;
  name: string;
  countryId: number;
}

export interface Country {
  id: number;
  /** ISO 3166-1 alpha-2. */
  code: string;
}

/** Odoo's countries and states, and which addresses are complete without a state (B5). */
export interface Places {
  countryById(id: number): Country | undefined;
  countryByCode(code: string): Country | undefined;
  stateById(id: number): State | undefined;
  /** By code or by name, without case. */
  findState(countryId: number, text: string): State | undefined;
  hasStates(country: Country): boolean;
}

export function placesOf(
  countries: readonly Country[],
  states: readonly State[],
  withoutStates: readonly string[] | undefined,
): Places {
  const countriesById = new Map(countries.map((country) => [country.id, country]));
  const countriesByCode = new Map(countries.map((country) => [country.code.toUpperCase(), country]));
  const statesById = new Map(states.map((state) => [state.id, state]));
  const statesByText = new Map<string, State>();
  // Codes last: where the name of one state is the code of another, the code counts.
  for (const state of states) statesByText.set(textKey(state.countryId, state.name), state);
  for (const state of states) statesByText.set(textKey(state.countryId, state.code), state);
  const stateful = new Set(states.map(({ countryId }) => countryId));
  const listed = new Set(withoutStates);
  return {
    countryById: (id) => countriesById.get(id),
    countryByCode: (code) => countriesByCode.get(code.toUpperCase()),
    stateById: (id) => statesById.get(id),
    findState: (countryId, text) => statesByText.get(textKey(countryId, text)),
    hasStates: ({ id, code }) => stateful.has(id) && !listed.has(code.toUpperCase()),
  };
}

function textKey(countryId: number, text: string): string {
  return `${countryId} ${text.trim().toLowerCase()}`;
}
