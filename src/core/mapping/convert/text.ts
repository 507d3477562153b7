import { Unfit } from '../unfit.js';

/** Of a text field; MailChimp cuts what is longer (mailchimp-api §5.6). */
const longestBytes = 255;

/** Cut to what MailChimp stores, never through a character, so that what comes back is what was sent. */
export function toText(scalar: string | number | boolean): string {
  const text = String(scalar);
  const bytes = Buffer.from(text);
  if (bytes.length <= longestBytes) return text;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, longestBytes), {
    stream: true,
  });
}

export function toNumber(scalar: string | number | boolean): number | Unfit {
  if (typeof scalar === 'boolean') return scalar ? 1 : 0;
  const number = typeof scalar === 'number' ? scalar : Number(scalar.trim() === '' ? Number.NaN : scalar);
  return Number.isFinite(number) ? number : new Unfit('is not a number');
}

export function toUrl(scalar: string | number | boolean): string | Unfit {
  const text = String(scalar).trim();
  // `shop.pt:8080` begins with a host, not with a scheme.
  const url = /^[a-z][a-z0-9+.-]*:(?!\d)/iu.test(text) ? text : `https://${text}`;
  if (URL.canParse(url) && /^https?:\/\/[^\s/]+\.[^\s]+$/iu.test(url)) return url;
  return new Unfit('is not a web address');
}

/** A ZIP field takes five digits; of ZIP+4 they are the first. */
export function toZip(scalar: string | number | boolean): string | Unfit {
  const zip = /^(\d{5})(?:-\d{4})?$/u.exec(String(scalar).trim())?.[1];
  return zip ?? new Unfit('is not a ZIP code of five digits');
}

/** A phone field of the US format takes ten digits, with or without +1; every other takes any text. */
export function toPhone(scalar: string | number | boolean, format: string | null): string | Unfit {
  if (format !== 'US') return toText(scalar);
  const parts = /^(?:\+?1)?(\d{3})(\d{3})(\d{4})$/u.exec(String(scalar).replaceAll(/[\s().-]/gu, ''));
  return parts === null ? new Unfit('is not a US phone number') : `${parts[1]}-${parts[2]}-${parts[3]}`;
}
