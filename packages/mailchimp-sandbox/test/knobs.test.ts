import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { knobTable } from '../src/model/knob-table.js';
import { defaultKnobs, turnKnobs } from '../src/model/knobs.js';

describe('Knobs', () => {
  it('are all in the handbook with their defaults', () => {
    const page = readFileSync('packages/mailchimp-sandbox/README.md', 'utf8').replace(/ +/g, ' ');

    const missing = Object.entries(knobTable).filter(
      ([name, { value }]) => !page.includes(`| \`${name}\` | \`${JSON.stringify(value)}\` |`),
    );

    expect(missing).toEqual([]);
  });

  it('take true and false for a share, and change only what is given', () => {
    const turned = turnKnobs(defaultKnobs(), { webhook_duplicate: true });

    expect(turned).toEqual({ ...defaultKnobs(), webhook_duplicate: 1 });
  });

  it.each([
    [{ latency_ms: -1 }, 'Knob latency_ms takes a number of 0 or more.'],
    [{ latency_ms: 'slow' }, 'Knob latency_ms takes a number of 0 or more.'],
    [{ sign_webhooks: 'yes' }, 'Knob sign_webhooks takes a boolean.'],
    [{ fail_with: 'fire' }, 'Knob fail_with takes one of "429", "500", "502_html", "503_html", "timeout".'],
  ])('refuse %j in a sentence', (changes, sentence) => {
    expect(turnKnobs(defaultKnobs(), changes)).toBe(sentence);
  });
});
