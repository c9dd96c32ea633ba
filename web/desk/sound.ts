/** Two soft tones for a new waiting customer. Made here, so that no file has to be fetched; off unless asked for. */

let context: AudioContext | null = null;

export function chime(): void {
  try {
    context ??= new AudioContext();
    // Before the first click or key of a page the browser keeps it silent; then there is simply no tone.
    void context.resume();
    const start = context.currentTime;
    for (const [index, pitch] of [587.33, 880].entries()) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, start + index * 0.14);
      volume.gain.exponentialRampToValueAtTime(0.12, start + index * 0.14 + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + index * 0.14 + 0.35);
      tone.connect(volume).connect(context.destination);
      tone.start(start + index * 0.14);
      tone.stop(start + index * 0.14 + 0.4);
    }
  } catch {
    // No audio device: the announcement and the title say the same.
  }
}
