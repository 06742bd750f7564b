/** Text as the Chinese editions of Windows and Excel save it. */

const decoder = new TextDecoder('gbk');
const BYTES = new Map<string, Buffer>();
for (let lead = 0x81; lead <= 0xfe; lead += 1) {
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    const character = decoder.decode(Buffer.of(lead, trail));
    if (character.length === 1 && character !== '\uFFFD' && !BYTES.has(character))
      BYTES.set(character, Buffer.of(lead, trail));
  }
}

export function gbkBytes(text: string): Buffer {
  return Buffer.concat(Array.from(text, (character) => BYTES.get(character) ?? Buffer.from(character)));
}
