/** Node's version: type stripping, zstd and SM3 are needed. */
import { getHashes } from 'node:crypto';
import { failing, fine, warning, type DoctorFinding } from './doctor-check.ts';

const NEEDED_MAJOR = 24;

export async function checkNode(version: string = process.versions.node): Promise<DoctorFinding> {
  if (Number(version.split('.')[0]) < NEEDED_MAJOR) {
    return failing(
      { zh: `Node ${version}，需要 ${NEEDED_MAJOR} 或更高`, en: `Node ${version}, ${NEEDED_MAJOR} or newer is needed` },
      {
        zh: '用 npm start 启动（自带 Node 24），或安装 Node 24',
        en: 'start with npm start (it brings Node 24), or install Node 24',
      },
    );
  }
  if (!getHashes().some((name) => name.toLowerCase() === 'sm3')) {
    return warning(
      { zh: `Node ${version}，但其 OpenSSL 没有 SM3`, en: `Node ${version}, but its OpenSSL has no SM3` },
      { zh: '改用官方 Node 24 构建', en: 'use the official build of Node 24' },
    );
  }
  return fine(`Node ${version}`, `Node ${version}`);
}
