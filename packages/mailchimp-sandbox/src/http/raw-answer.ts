/** An answer that is no problem document: the HTML of the CDN, or no body at all (API §3.2, §8.1). */
export class RawAnswer extends Error {
  constructor(
    readonly status: number,
    readonly text: string,
  ) {
    super(`HTTP ${status}`);
    this.name = 'RawAnswer';
  }
}

const page = (title: string, text: string): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;

export const rawAnswers = {
  badGateway: () => new RawAnswer(502, page('502 Bad Gateway', 'The request timed out and was closed.')),
  blocked: () =>
    new RawAnswer(
      503,
      page(
        'Request Blocked',
        'We had to block your request because of something that looked suspicious. Reference Number: 00.59',
      ),
    ),
  empty: (status: number) => new RawAnswer(status, ''),
};
