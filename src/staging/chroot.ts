/** The locale every program in a chroot runs with; the outside's may not exist there. */
const environment = [
  'LC_ALL=C.UTF-8',
  'LANG=C.UTF-8',
  'DEBIAN_FRONTEND=noninteractive',
  'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
];

/** The command line that runs `command` in a chroot as root. */
export function inChroot(root: string, ...command: string[]): string[] {
  return ['chroot', root, 'env', ...environment, ...command];
}

/** The same as another user of the chroot; both `chroot` and `env` hand over, so the process id is the program's. */
export function inChrootAs(user: string, root: string, ...command: string[]): string[] {
  const home = `HOME=/var/lib/${user}`;
  return ['chroot', `--userspec=${user}:${user}`, '--groups=', root, 'env', ...environment, home, ...command];
}
