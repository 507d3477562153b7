import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { installFace, uninstallFace } from '../../../src/addon/engine/manage-face.js';
import { describeOdoo } from '../../support/staging/describe-odoo.js';
import { FaceOdoo } from '../face-odoo.js';
import { compare, takeSnapshot, withoutIds, type Snapshot } from '../snapshot.js';
import { dyingSession, survives } from './failing-transport.js';

const real = { dryRun: false };

describeOdoo('B36: an installation that is killed', (server) => {
  let odoo: FaceOdoo;
  let pristine: Snapshot;
  let whole: Snapshot;

  beforeAll(async () => {
    odoo = await FaceOdoo.connect(server);
    pristine = await takeSnapshot(odoo);
    await installFace(odoo.session, real);
    whole = withoutIds(await takeSnapshot(odoo));
    await uninstallFace(odoo.session, real);
  }, 120_000);
  afterAll(() => odoo.close());

  it('after every single call gets there all the same, and so does an uninstallation', async () => {
    let runs = 0;
    while (!(await survives(installFace(dyingSession(odoo.session, 1, 'after'), real)))) runs += 1;
    const installed = withoutIds(await takeSnapshot(odoo));
    let backwards = 0;
    while (!(await survives(uninstallFace(dyingSession(odoo.session, 1, 'after'), real)))) backwards += 1;

    expect(compare(whole, installed)).toEqual([]);
    expect(runs).toBeGreaterThan(8);
    expect(compare(pristine, await takeSnapshot(odoo))).toEqual([]);
    expect(backwards).toBeGreaterThan(8);
  }, 240_000);

  it.each([3, 8])(
    'at call %i, before it is done, is finished by the next run',
    async (at) => {
      const survived = await survives(installFace(dyingSession(odoo.session, at, 'before'), real));
      await installFace(odoo.session, real);
      const installed = withoutIds(await takeSnapshot(odoo));
      const survivedRemoval = await survives(uninstallFace(dyingSession(odoo.session, at, 'before'), real));
      await uninstallFace(odoo.session, real);

      expect([survived, survivedRemoval]).toEqual([false, false]);
      expect(compare(whole, installed)).toEqual([]);
      expect(compare(pristine, await takeSnapshot(odoo))).toEqual([]);
    },
    120_000,
  );

  it.each([3, 6])(
    'at call %i and then given up leaves nothing after an uninstallation',
    async (at) => {
      await survives(installFace(dyingSession(odoo.session, at, 'after'), real));

      await uninstallFace(odoo.session, real);

      expect(compare(pristine, await takeSnapshot(odoo))).toEqual([]);
    },
    120_000,
  );
});
