"""Learning merges: byte-pair encoding over counted words."""

import collections
import heapq


def learn_merges(words, n_merges):
    """Return up to n_merges pairs of symbols, in the order in which they are to be merged.

    words: Counter of tuples of symbols, each with the number of times that the word occurs.
    The pair that occurs most often comes next (of equals, the smaller pair); a pair that occurs once is not merged.
    Joining symbols is their +, so a str subclass may decide what a merged symbol looks like.

    Only the words that hold a merged pair are visited again. The heap may hold old counts: an entry whose count is
    no longer true is put back with the true one.
    """
    sequences = [list(word) for word in words]
    counts = [words[word] for word in words]
    pair_counts = collections.Counter()
    words_of_pair = collections.defaultdict(set)
    for index, symbols in enumerate(sequences):
        for pair in zip(symbols, symbols[1:]):
            pair_counts[pair] += counts[index]
            words_of_pair[pair].add(index)

    heap = [(-count, pair) for pair, count in pair_counts.items()]
    heapq.heapify(heap)
    merges = []
    while len(merges) < n_merges and heap:
        negative_count, pair = heapq.heappop(heap)
        true_count = pair_counts.get(pair, 0)
        if true_count != -negative_count:
            if true_count > 0:
                heapq.heappush(heap, (-true_count, pair))
            continue
        if true_count < 2:
            break
        merges.append(pair)
        changed = set()
        for index in list(words_of_pair[pair]):
            old = sequences[index]
            new = merge(old, pair)
            sequences[index] = new
            for neighbours in zip(old, old[1:]):
                pair_counts[neighbours] -= counts[index]
                changed.add(neighbours)
            for neighbours in zip(new, new[1:]):
                pair_counts[neighbours] += counts[index]
                words_of_pair[neighbours].add(index)
                changed.add(neighbours)
        del words_of_pair[pair], pair_counts[pair]
        for other in changed:
            if other != pair and pair_counts.get(other, 0) > 0:
                heapq.heappush(heap, (-pair_counts[other], other))
    return merges


def merge(symbols, pair):
    """Return the symbols with every occurrence of the pair, from the left, joined into one."""
    merged = []
    index = 0
    while index < len(symbols):
        if tuple(symbols[index : index + 2]) == pair:
            merged.append(pair[0] + pair[1])
            index += 2
        else:
            merged.append(symbols[index])
            index += 1
    return merged
