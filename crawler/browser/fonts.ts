/** A private font set, so that Chinese text is drawn the same on every machine and never as boxes. */
import { chown, copyFile, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { makeReadableFolder } from './cache-directory.ts';

/** The family name inside the font files of `@embedpdf/fonts-sc`. */
const FAMILY = 'Noto Sans S Chinese';

/**
 * Copies the fonts of `@embedpdf/fonts-sc` into the cache folder (where the sandboxed user can read them) with a
 * fontconfig file that knows these fonts and no others: one page is then the same picture on every machine.
 * @param owner uid that must be able to write fontconfig's own cache; null = the current user.
 * @returns the environment the browser needs.
 * @throws MingjingError FONTS_MISSING (environment) when the package is not installed.
 */
export async function prepareFonts(cacheDir: string, owner: number | null): Promise<Record<string, string>> {
  const source = await packageFonts();
  const fonts = await makeReadableFolder(join(cacheDir, 'fonts'));
  const cache = await makeReadableFolder(join(cacheDir, 'fontconfig'));
  if (owner !== null) await chown(cache, owner, owner);
  for (const name of await readdir(source)) {
    if (name.endsWith('.otf')) await copyOnce(join(source, name), join(fonts, name));
  }
  const file = join(cacheDir, 'fonts.conf');
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, fontConfiguration(fonts, cache), { mode: 0o644 });
  await rename(temporary, file);
  return { FONTCONFIG_FILE: file };
}

async function packageFonts(): Promise<string> {
  try {
    const folder = join(dirname(fileURLToPath(import.meta.resolve('@embedpdf/fonts-sc'))), '..', 'fonts');
    await stat(folder);
    return folder;
  } catch (error) {
    throw new MingjingError(
      'FONTS_MISSING',
      {
        zh: '缺少中文字体包 @embedpdf/fonts-sc，请运行 npm ci',
        en: 'the Chinese fonts (@embedpdf/fonts-sc) are missing: run npm ci',
      },
      { cause: error },
    );
  }
}

async function copyOnce(from: string, to: string): Promise<void> {
  const [wanted, present] = await Promise.all([stat(from), stat(to).catch(() => null)]);
  if (present?.size === wanted.size) return;
  const temporary = `${to}.${process.pid}.tmp`;
  await copyFile(from, temporary);
  await rename(temporary, to);
}

function fontConfiguration(fonts: string, cache: string): string {
  const aliases = [
    'sans-serif',
    'serif',
    'monospace',
    'system-ui',
    'Microsoft YaHei',
    'SimSun',
    'SimHei',
    'PingFang SC',
    'Noto Sans SC',
    'Noto Sans CJK SC',
    'Source Han Sans SC',
  ];
  const prefer = aliases.map(
    (family) => `  <alias binding="same"><family>${family}</family><prefer><family>${FAMILY}</family></prefer></alias>`,
  );
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    `  <dir>${fonts}</dir>`,
    `  <cachedir>${cache}</cachedir>`,
    ...prefer,
    '</fontconfig>',
    '',
  ].join('\n');
}

/**
 * Draws Chinese characters in the browser and compares them with the box drawn for a character no font has.
 * @returns true when every character is drawn as itself.
 */
export async function checkFonts(browser: Browser): Promise<boolean> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(() => {
      const draw = (character: string): string => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 40;
        const context = canvas.getContext('2d');
        if (!context) return '';
        context.font = '32px sans-serif';
        context.fillText(character, 2, 34);
        return [...context.getImageData(0, 0, 40, 40).data].join(',');
      };
      const drawn = ['明', '镜', '证', '书', '查', '询'].map(draw);
      const nothing = draw(' ');
      return new Set(drawn).size === drawn.length && !drawn.includes(draw('\u{10FFFD}')) && !drawn.includes(nothing);
    });
  } finally {
    await page.close();
  }
}
