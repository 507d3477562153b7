import { html } from 'hono/html';
import type { Audience } from '../model/audience.js';
import { memberStatuses } from '../model/member-status.js';
import type { World } from '../model/world.js';
import type { DeliveryLog } from '../webhooks/delivery-log.js';
import type { Html } from './layout.js';

const shown = 25;

/** Audiences, the last requests and the last deliveries. */
export function homePage(world: World, deliveries: DeliveryLog, origin: string): Html {
  return html`<p>The API is at <code>${origin}/3.0</code>; any key that ends in <code>-us1</code> will do.</p>
    ${audienceTable([...world.audiences.values()])}
    <form class="inline" method="post" action="/_sandbox/page/audiences">
      <input name="name" placeholder="Name of a new audience" required />
      <label><input type="checkbox" name="double_optin" /> double opt-in</label>
      <button>Add audience</button>
    </form>
    ${requestTable(world)} ${deliveryTable(deliveries)}
    <form method="post" action="/_sandbox/page/reset"><button>Start afresh</button></form>`;
}

function audienceTable(audiences: readonly Audience[]): Html {
  return html`<h2>Audiences</h2>
    <table id="audiences">
      <tr>
        <th>Name</th>
        <th>Id</th>
        ${memberStatuses.map((status) => html`<th class="number">${status}</th>`)}
        <th class="number">Webhooks</th>
      </tr>
      ${audiences.map(
        ({ id, settings, members, webhooks }) =>
          html`<tr>
            <td><a href="/_sandbox/audiences/${id}">${settings.name}</a></td>
            <td><code>${id}</code></td>
            ${memberStatuses.map((status) => html`<td class="number">${members.count(status)}</td>`)}
            <td class="number">${webhooks.size}</td>
          </tr>`,
      )}
    </table>`;
}

function requestTable(world: World): Html {
  return html`<h2>Requests</h2>
    <table id="requests">
      <tr>
        <th>When</th>
        <th>Request</th>
        <th class="number">Status</th>
        <th class="number">ms</th>
      </tr>
      ${world.requests
        .recent()
        .slice(0, shown)
        .map(
          ({ at, method, path, status, ms }) =>
            html`<tr>
              <td>${at.slice(11, 19)}</td>
              <td><code>${method} ${path}</code></td>
              <td class="number">${status}</td>
              <td class="number">${ms}</td>
            </tr>`,
        )}
    </table>`;
}

function deliveryTable(deliveries: DeliveryLog): Html {
  return html`<h2>Webhook deliveries</h2>
    <table id="deliveries">
      <tr>
        <th>When</th>
        <th>Event</th>
        <th>To</th>
        <th class="number">Attempt</th>
        <th class="number">Answer</th>
      </tr>
      ${deliveries
        .summary()
        .recent.slice(0, shown)
        .map(
          ({ at, type, url, attempt, status }) =>
            html`<tr>
              <td>${at.slice(11, 19)}</td>
              <td>${type}</td>
              <td><code>${new URL(url).origin}</code></td>
              <td class="number">${attempt}</td>
              <td class="number">${status === 0 ? 'none' : status}</td>
            </tr>`,
        )}
    </table>`;
}
