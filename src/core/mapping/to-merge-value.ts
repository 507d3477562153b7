import type { FieldValue } from '../field-value.js';
import { toBirthday, toDate } from './convert/calendar.js';
import { toChoice } from './convert/choice.js';
import { toNumber, toPhone, toText, toUrl, toZip } from './convert/text.js';
import type { MergeTarget } from './field-mapping.js';
import type { OdooScalar } from './odoo-field.js';
import type { Unfit } from './unfit.js';

type MergeFieldTarget = Extract<MergeTarget, { kind: 'merge_field' }>;
type Converter = (scalar: string | number | boolean, target: MergeFieldTarget) => FieldValue | Unfit;

const converters: Readonly<Record<string, Converter>> = {
  number: toNumber,
  date: toDate,
  birthday: (scalar, { dateFormat, textFormat }) => toBirthday(scalar, dateFormat, textFormat ?? dateFormat),
  phone: (scalar, { phoneFormat }) => toPhone(scalar, phoneFormat),
  zip: toZip,
  url: toUrl,
  imageurl: toUrl,
  radio: (scalar, { choices }) => toChoice(scalar, choices),
  dropdown: (scalar, { choices }) => toChoice(scalar, choices),
};

/** An Odoo value in the form its merge field or flag has in MailChimp (B4); empty stays empty. */
export function toMergeValue(target: MergeTarget, scalar: OdooScalar): FieldValue | Unfit {
  if (target.kind !== 'merge_field') return scalar === true;
  if (scalar === null || scalar === '') return '';
  const convert = converters[target.type] ?? toText;
  return convert(scalar, target);
}
