// Makes the evidence of a picture: at most `edge` pixels on its longer side, upright, as JPEG, and a small one beside it.
// A worker, because decoding twelve million pixels would stop the page under the finger.

/** Files above this have more pixels than we keep: decoded smaller at once, they need a tenth of the memory. */
const LARGE_BYTES = 1_500_000;
const SMALL_QUALITY = 0.7;

self.onmessage = async ({ data: { id, bytes, edge, thumb, quality } }) => {
  let decoded;
  try {
    decoded = await decode(bytes, edge);
  } catch (error) {
    // The only answer that says something about the picture: whatever fails later fails for want of memory.
    self.postMessage({ id, undecodable: true, error: String(error) });
    return;
  }
  try {
    const picture = await drawn(decoded, edge, quality);
    const small = await drawn(decoded, thumb, SMALL_QUALITY);
    decoded.close();
    self.postMessage({ id, picture, small }, [picture, small]);
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
};

/** Upright, whatever the camera wrote into the file. The shorter side is still at least as long as we need. */
async function decode(bytes, edge) {
  const file = new Blob([bytes]);
  const upright = { imageOrientation: 'from-image' };
  if (bytes.byteLength < LARGE_BYTES) return createImageBitmap(file, upright);
  return createImageBitmap(file, { ...upright, resizeWidth: edge, resizeQuality: 'high' });
}

async function drawn(bitmap, edge, quality) {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  // What is transparent becomes paper, not black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  const bytes = await blob.arrayBuffer();
  // Some browsers keep a canvas's memory until it is small.
  canvas.width = canvas.height = 1;
  return bytes;
}
