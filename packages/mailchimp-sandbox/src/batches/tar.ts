const block = 512;

export interface TarEntry {
  name: string;
  /** Absent for a directory. */
  text?: string | undefined;
}

/** An uncompressed tar (ustar) of the entries in their order; times are Unix seconds. */
export function tarOf(entries: readonly TarEntry[], mtime: number): Buffer {
  const parts = entries.flatMap(({ name, text }) => {
    const content = Buffer.from(text ?? '', 'utf8');
    const padding = Buffer.alloc((block - (content.length % block)) % block);
    return [header(name, content.length, text === undefined, mtime), content, padding];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function header(name: string, size: number, directory: boolean, mtime: number): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  bytes.write(name, 0, 100);
  bytes.write(octal(directory ? 0o755 : 0o644, 8), 100);
  bytes.write(octal(0, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(mtime, 12), 136);
  // The sum is taken with its own field blank.
  bytes.write('        ', 148);
  bytes.write(directory ? '5' : '0', 156);
  bytes.write('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}
