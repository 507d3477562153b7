import { describe, expect, it } from '@jest/globals';
import { mountPointsBelow } from '../../src/staging/mounts.js';

describe('the mount points below a folder', () => {
  const mounts = [
    '/',
    '/cache/root/proc',
    '/cache/root/dev',
    '/cache/root/dev/pts',
    '/cache/root-of-another/proc',
  ];
  const table = mounts.map((point) => `none ${point} tmpfs rw 0 0`).join('\n');

  it('are listed innermost first', () => {
    expect(mountPointsBelow('/cache/root', table)).toEqual([
      '/cache/root/dev/pts',
      '/cache/root/dev',
      '/cache/root/proc',
    ]);
  });

  it('include the folder itself', () => {
    expect(mountPointsBelow('/cache/root/proc', table)).toEqual(['/cache/root/proc']);
  });

  it('are listed as often as something is mounted there', () => {
    const twice = 'none /a/dev tmpfs rw 0 0\nnone /a/dev tmpfs rw 0 0\n';

    expect(mountPointsBelow('/a', twice)).toEqual(['/a/dev', '/a/dev']);
  });

  it('may have spaces in their names', () => {
    expect(mountPointsBelow('/my cache', 'none /my\\040cache/dev tmpfs rw 0 0')).toEqual(['/my cache/dev']);
  });
});
