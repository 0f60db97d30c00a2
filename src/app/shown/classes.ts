/** So many classes of a model that tells things apart are listed: all ten of the pictures of clothes, the likeliest of a thousand. */
export const N_CLASSES = 10;
