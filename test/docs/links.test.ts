import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFiles } from './project-files.js';

const pages = projectFiles().filter((path) => path.endsWith('.md'));

/** As GitHub makes them from headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function brokenLinks(page: string): string[] {
  const text = readFileSync(page, 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^(https?|mailto):/u.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(file)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
  });
}

/** Files and folders of the project that a page names as code; the account file is each user's own. */
function missingPaths(page: string): string[] {
  const named = readFileSync(page, 'utf8').matchAll(
    /`((?:src|test|docs|packages|bench|scripts)\/[^`\s]*)`/gu,
  );
  return [...named].flatMap(([, path = '']) => (existsSync(path) ? [] : [path]));
}

describe('Links between the pages', () => {
  it.each(pages)('%s leads to what is there', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it.each(pages)('%s names files that are there', (page) => {
    expect(missingPaths(page)).toEqual([]);
  });
});
