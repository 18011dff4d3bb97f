import QRCode from 'qrcode';
import { useEffect, useRef } from 'react';

/** Drawn, dark on light whatever the colours are: neither markup nor a URL holds what it says. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    void QRCode.toCanvas(canvas.current!, text, { width: 208, margin: 2 });
  }, [text]);
  return <canvas ref={canvas} role="img" aria-label={label} width={208} height={208} />;
}
