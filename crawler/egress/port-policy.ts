/** Decides whether a port may be connected to. Pure. */

/**
 * Why a deny list and not an allow list: fakes are kits on cheap servers, often on whatever port the panel gave them,
 * and even official query systems use odd ones (a provincial crane register answers on 8080). A port we refuse is a
 * fake we do not see, so only those are refused on which a request could do harm or which no browser would load anyway.
 *
 * The Fetch standard's bad ports (https://fetch.spec.whatwg.org/#port-blocking): Chromium does not load them either.
 */
const FETCH_BAD_PORTS = [
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

/** Databases, caches, remote control and container interfaces: a page could make us talk to somebody else's. */
const SERVICE_PORTS = [
  445, 873, 1433, 1434, 1521, 2375, 2376, 2379, 2380, 3306, 3389, 4369, 5432, 5672, 5900, 5901, 5985, 5986, 6379, 6443,
  9042, 10250, 11211, 26379, 27017, 27018,
];

const FORBIDDEN_PORTS: ReadonlySet<number> = new Set([...FETCH_BAD_PORTS, ...SERVICE_PORTS]);

/** The one service besides the web that we speak ourselves (RFC 3912); pages never reach it. */
export const WHOIS_PORT = 43;

/**
 * `allowed`: exactly these ports; null = every port but the refused ones. `raw`: our own raw connections may also reach
 * WHOIS.
 */
export function isForbiddenPort(port: number, allowed: readonly number[] | null, raw = false): boolean {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return true;
  if (raw && port === WHOIS_PORT) return false;
  return allowed === null ? FORBIDDEN_PORTS.has(port) : !allowed.includes(port);
}
