// Debian's chromium for the browser tests.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
const installer = '/usr/bin/apt-get';
const present = () => browsers.some((path) => existsSync(path));

/** Installs it where there is none and this process may; without it the browser tests fail in CI, or do not run. */
export function installBrowser() {
  if (present()) return;
  if (process.getuid?.() === 0 && existsSync(installer)) {
    install('update');
    install('install', '-y', '--no-install-recommends', 'chromium');
  }
  if (!present())
    console.error('WARNING: without chromium (apt-get install chromium) the browser tests do not run.');
}

function install(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(installer, ['-o', 'DPkg::Lock::Timeout=600', ...args], { stdio: ['ignore', 2, 2], env });
}
