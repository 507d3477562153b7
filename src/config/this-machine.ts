/** @param hostname as `URL` has it */
export function isThisMachine(hostname: string): boolean {
  const name = hostname.toLowerCase();
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(name);
}
