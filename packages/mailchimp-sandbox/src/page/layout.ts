import { html, raw } from 'hono/html';

export type Html = ReturnType<typeof html>;

const style = raw(`
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #241c15; }
  h1 a { color: inherit; text-decoration: none; } table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
  th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #e0ddd8; vertical-align: middle; }
  form.inline { display: inline-flex; gap: .3rem; flex-wrap: wrap; margin: 0; } .note { background: #ffe01b; padding: .4rem .8rem; }
  .status { border-radius: 1rem; padding: 0 .6rem; background: #eee; } .status.subscribed { background: #cdebd0; }
  .status.unsubscribed, .status.cleaned { background: #f6d3d0; } .status.pending { background: #fdf0c4; }
  .actions { display: flex; gap: 1.5rem; flex-wrap: wrap; margin-bottom: 1rem; }
  .number { text-align: right; font-variant-numeric: tabular-nums; } code { font-size: .9em; }
`);

/** A whole page; everything put into it is escaped. */
export function layout(title: string, content: unknown, note: string | undefined): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <h1><a href="/_sandbox/">MailChimp sandbox</a></h1>
        ${note ? html`<p class="note" role="status">${note}</p>` : ''} ${content}
      </body>
    </html>`;
}
