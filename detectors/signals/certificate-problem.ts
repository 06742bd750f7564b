/** A server certificate that does not validate. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, sentence } from '../finding.ts';
import type { HostView } from '../host-view.ts';

/** One finding of no platform; none where the certificate is valid or was not seen. */
export function certificateProblem(hostView: HostView): Finding[] {
  const tls = hostView.probe?.tls;
  if (!tls || tls.valid) return [];
  const reason = tls.error ?? 'unknown';
  return [
    finding({
      signal: 'certificate-problem',
      platform: null,
      value: 1,
      because: [sentence(`服务器证书未通过验证：${reason}`, `The server certificate does not validate: ${reason}`)],
      evidence: [{ digest: null, text: reason }],
    }),
  ];
}
