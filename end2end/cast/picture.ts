// Pictures as a camera gives them, drawn by the browser: each with other bytes, none from a file.

import type { Page } from '@playwright/test';

export interface Picture {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A JPEG of this many pixels with some words on it. */
export async function picture(page: Page, words: string, width = 2400, height = 1800): Promise<Picture> {
  const base64 = await page.evaluate(async ([words, width, height]) => {
    const canvas = new OffscreenCanvas(width as number, height as number);
    const context = canvas.getContext('2d')!;
    const sky = context.createLinearGradient(0, 0, 0, height as number);
    sky.addColorStop(0, '#9a9186');
    sky.addColorStop(1, '#4d4a46');
    context.fillStyle = sky;
    context.fillRect(0, 0, width as number, height as number);
    const [w, h] = [width as number, height as number];
    context.fillStyle = '#2b2a29';
    context.fillRect(w * 0.36, h * 0.12, w * 0.28, h * 0.78);
    // Cartons before the door.
    for (let place = 0; place < 9; place += 1) {
      context.fillStyle = ['#b98a56', '#a8794a', '#c79a66'][place % 3];
      const size = w * 0.13;
      context.fillRect(w * 0.28 + (place % 3) * size * 1.08, h * 0.86 - Math.floor(place / 3) * size * 0.9, size, size * 0.84);
    }
    context.fillStyle = '#ffffff';
    context.font = `${Math.round(h / 16)}px sans-serif`;
    context.fillText(words as string, w * 0.04, h * 0.08);
    context.fillText(String(Math.random()), w * 0.04, h * 0.98);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(binary);
  }, [words, width, height] as const);
  return { name: 'IMG_1024.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}
