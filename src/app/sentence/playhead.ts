/** Id of the line over the spectrogram at the moment that is played. */
export const PLAYHEAD = 'playhead';
