import { formatFiredAt } from '../model/timestamps.js';

/** `type=batch_operation_completed&data[id]=…`: the batch as answered, flattened into a form (API §9). */
export function batchWebhookForm(view: Readonly<Record<string, unknown>>, now: number): string {
  const form = new URLSearchParams({ type: 'batch_operation_completed', fired_at: formatFiredAt(now) });
  append(form, 'data', view);
  return form.toString();
}

function append(form: URLSearchParams, name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    form.append(name, String(value));
    return;
  }
  for (const [key, item] of Object.entries(value)) append(form, `${name}[${key}]`, item);
}
