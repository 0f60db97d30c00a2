import { createHash } from 'node:crypto';

/**
 * Slurs against groups of people, singular and plural, as the first 16 hexadecimal digits of SHA-256 of "headlight:" and
 * the word in lower case: nobody should have to read the list, and the check works without it.
 */
const REFUSED: ReadonlySet<string> = new Set(
  `
    00224255d8145830 013b42178c6a7ca0 0196ebabafa21890 0445be04706d363b 056b26485a2a64a5 05e3b6ec5432eefe
    0746ec1f6233ecef 0774fe9d85f6f553 093fbb6ccbf02cf3 0be755b6a5f352f4 0c9d354f74aeb926 104d889f6da2313a
    15e318d681ce5daf 195c6c9bee1c4cdb 1b1f2605b460d0cb 1c8968033d97fca7 1dfa18dd7a778cd7 1e2d3a6cd9a5cd2a
    20b38665ddb6c7dc 20e128df738e2de2 211ebaff5404dc0e 2207e00ddd66d54c 2451afeb6c2e2729 25eda07d5c57b40d
    27257e744909f9bf 288363bf688b9abd 2b276ea44bedcf85 2f412da39cfbb5bc 34e19cd929098f27 36f6430f27f3be9d
    377d456318fc4016 44ccba53c9672dba 4587acf9c16c3e7a 45c7e6ce23fccc8a 47679440cc45d1be 4b5b4bd840fbfa2d
    4b9a4218c008f7cd 4d18708fbfe87035 4e144e3bcae3a668 4e63e4d1610abc37 4efb375552251306 511f126633f03cd6
    5156975bf5c78371 5a21b5ee3b8690f3 5aaf8859041ae6e6 5d1539c852f96fb0 5d3d83f427907455 5d9517ec6f0823ee
    5df0916fbbdec45e 5ebe38c2e69de80d 614131566931f7f6 6191936ac3fcc8de 623711816b8b7fc2 6699c588483e6718
    69fa4ba1befa0a1b 6bd80b1f06524f3f 6de51b4bc42ad52f 6ff9af6a93714a50 6ffb87ce2066b5f9 7035bafa78d8e6d1
    744ce4785579d250 74e8f68e58da6207 77a2559a0183d6dc 7a5af08671020b52 7ad3f3efffa0204a 7fcdb3f3eeea9bb4
    7ffa36ca0197992f 8313c49be0797a09 845ae306f6ec6f43 86ab575c853e3baa 8777ec54b42b8f9b 87c310e465308ca0
    8c1a0490f9e83188 8d7ef712c4dcbdb8 8d84ab5db49f325a 8deec6332befddb1 8f15a1927434e591 90480908c3580743
    916156ed6e8a4cf0 91c7423cef5f4dd1 957b55d428f77313 96403b60588c32e6 97be1a3d79b925bf 9896fbbeea5976d9
    9a7161078d2874ec 9bd53337837c168f 9c0b004114a451ef 9d84c6a3ef0f1c49 9fd1c50bb52a4cb7 a1e104e37ca51f64
    a31f6577390c8e4a a4c1174d7cc36e9f a522269a0e30fdf2 a59056ba4ce98f35 a7dddda85c27214e a7e0581f598964dc
    ac3b12158cecd647 b52af523ac950b54 b5636f6951cdca95 b6a2c89702d0b8e2 b73b83026f169be0 b790150f99981d92
    b8c3f7039f3351a2 b8cda477cb6c7393 bcb4da250a8874ed bd6d8f52ee4f8df4 bd9c1e72d05b9d82 c0ffdd306399c8d0
    c245ecf2d4b3e39c c345bd847c23bdc4 c3f7a5e1793a3e2f c403f37db884d70d c5d3975ea882d02e cadf4c51f679cefe
    cba23ff12c6113ee ced04b05e0212c80 cefd8da4bd5be83e d1698f6359a55823 d5ac9ec74f58004a d60d4d2b50f544a6
    d65b38c19de91d15 d7dda123b8326304 d828de3e08cd03d4 d8d27cd58aeabb19 d931a1031f926e2f d9ae261570ad074d
    da100c5329dd3ed9 da9ec7d733b9c4ca dbf58bed1554b1d3 dca58bba86e0921e e0cdb3eb305859d6 e170283ea7a44863
    e194b801efeee983 e21e748872a53e97 e2803fc16ad30957 e3de3d799e5a5652 e44748f0550e8d6f e5f9bc9b1fbfbcfe
    e63ff03cad05f6d3 e8edf19821139bdd e8ff3c3579427a0a eb8cf8b32958c4a8 ece29771bd3ca419 ef0074002e8d5cc8
    ef040034a9d5886f efc18d96698b953e f00ae139a70a55a6 f34046c9074e502f f45fca7938a536aa f4af822a13a89fc4
    f4ed9e2eb596ec9d f79ed5894c4cd05f fa4549daed53e185 fbf41ed0ad319581 fc4394608cacdb6d fe6defbd6db08c79
  `
    .trim()
    .split(/\s+/),
);

/** The hashed form of a word, as the list holds it. */
export function hashWord(word: string): string {
  return createHash('sha256').update(`headlight:${word.toLowerCase()}`).digest('hex').slice(0, 16);
}

/** The entries of a vocabulary that are refused words, without the mark or space with which a word begins. */
export function refusedWords(pieces: readonly string[], refused: ReadonlySet<string> = REFUSED): readonly string[] {
  return pieces.map((piece) => piece.replace(/^[\u0120\u2581 ]/, '')).filter((word) => refused.has(hashWord(word)));
}

/** How many words the list holds. */
export const N_REFUSED = REFUSED.size;
