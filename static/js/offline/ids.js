// Names for records and writes, made where they are made: UUIDv7, so that they sort by time.

/**
 * A new UUIDv7 (RFC 9562): 48 bits of time, the rest chance.
 *
 * @param {number} [at] milliseconds since the epoch
 * @returns {string} such as "019aa3f2-7c1e-7d0a-9b1f-3f2c8e6a4d10"
 */
export function uuid7(at = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = Math.max(0, Math.trunc(at)).toString(16).padStart(12, "0").slice(-12);
  for (let place = 0; place < 6; place += 1) {
    bytes[place] = parseInt(time.slice(2 * place, 2 * place + 2), 16);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [0, 8, 12, 16, 20].map((from, n, all) => hex.slice(from, all[n + 1])).join("-");
}
