/** Zip archives by hand (APPNOTE 4.3), so that damaged and odd ones can be made too. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string | Buffer;
  content: Buffer;
  /** General purpose flags; bit 0 = encrypted, bit 6 = strongly. */
  flags?: number;
  /** What the header says; the bytes are deflated all the same. */
  method?: number;
  /** What is said in place of the true check value or length. */
  crc?: number;
  length?: number;
  /** Written over the packed bytes. */
  packed?: Buffer;
  extra?: Buffer;
}

export function zipBytes(entries: readonly ZipEntry[]): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const {
    name,
    content,
    flags = 0,
    method = 8,
    crc = crc32(content),
    length = content.length,
    packed = deflateRawSync(content),
    extra = Buffer.alloc(0),
  } of entries) {
    const called = Buffer.from(name as string);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(length, 18);
    common.writeUInt16LE(called.length, 22);
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, called, packed]);
    const listed = Buffer.from(common);
    listed.writeUInt16LE(extra.length, 24);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), listed, rest, called, extra]));
    bodies.push(body);
    at += body.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, list, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
