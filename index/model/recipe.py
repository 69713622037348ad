"""What a Sentence-Transformers directory of multilingual-e5-small says beside its weights.

Every dictionary here affects the vectors, so all of them are part of the model's fingerprint.
"""

from collections.abc import Iterator
from dataclasses import replace

from index.errors import ModelError
from index.model.query_tokenizer import CHINESE, CHINESE_IDS, is_piece_of_questions
from index.model.weights import PackedModel, Sizes

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

MAX_TOKENS = 512
PROMPTS: dict[str, Json] = {"query": "query: ", "passage": "passage: "}
"""Source: the model card of multilingual-e5-small; without them recall drops."""

MODULES: list[Json] = [
    {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
    for i, (path, kind) in enumerate(
        [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    )
]

SPECIAL_TOKENS = ("<s>", "</s>", "<pad>", "<unk>")
"""In the order of ``PackedModel.special_ids``."""
MASK = "<mask>"

# The characters of the model's own normalisation map that Unicode's NFKC treats differently:
# control characters vanish, white space of all kinds and invisible joiners become a space.
_VANISH = r"[\u0000-\u0008\u000B\u000E-\u001F\u007F\u008F\u009F]"
_SPACES = r"[\u0009\u000A\u000C\u000D\u1680\u200B-\u200F\u2028\u2029\u2581\uFEFF\uFFFD]"
# NFKC would turn the full-width tilde between two years into ~; the model has a piece of its own
# for it. It is carried past NFKC as a code point that Unicode will never assign.
_TILDE, _TILDE_STAND_IN = "\uff5e", "\ufdd0"


def _replace(pattern: str, content: str, *, kind: str = "Regex") -> Json:
    """Write one replacing step of the tokenizer's normaliser."""
    return {"type": "Replace", "pattern": {kind: pattern}, "content": content}


NORMALIZER: Json = {
    "type": "Sequence",
    "normalizers": [
        _replace(_VANISH, ""),
        _replace(_SPACES, " "),
        _replace(_TILDE, _TILDE_STAND_IN, kind="String"),
        {"type": "NFKC"},
        _replace(_TILDE_STAND_IN, _TILDE, kind="String"),
        {"type": "Strip", "strip_left": True, "strip_right": True},
        _replace(" {2,}", " "),
    ],
}
METASPACE: dict[str, Json] = {
    "type": "Metaspace",
    "replacement": "\u2581",
    "prepend_scheme": "always",
    "split": True,
}


def small_files() -> dict[str, Json]:
    """Return the files that do not depend on the weights, by their place in the directory."""
    return {
        "modules.json": MODULES,
        "sentence_bert_config.json": {
            "max_seq_length": MAX_TOKENS,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},
        },
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": 384,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
            "pooling_mode_max_tokens": False,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": MASK,
        },
    }


def network_config(sizes: Sizes) -> dict[str, Json]:
    """Return ``config.json``."""
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.feed_forward,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": sizes.epsilon,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "pad_token_id": 1,
        "bos_token_id": 0,
        "eos_token_id": 2,
    }


def tokenizer_file(model: PackedModel) -> dict[str, Json]:
    """Return ``tokenizer.json``: the model's Unigram vocabulary behind XLM-R's rules.

    Raises:
        ModelError: the special tokens are not where the vocabulary says they are.
    """
    found = tuple(model.pieces[i] for i in model.special_ids)
    if found != SPECIAL_TOKENS or MASK not in model.pieces:
        raise ModelError(f"the vocabulary's special tokens are {found}, not {SPECIAL_TOKENS}")
    bos, eos = model.special_ids[:2]
    frame: list[Json] = [
        {"SpecialToken": {"id": "<s>", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": "</s>", "type_id": 0}},
    ]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": list(_added_tokens(model)),
        "normalizer": NORMALIZER,
        "pre_tokenizer": METASPACE,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": frame,
            "pair": [*frame, {"Sequence": {"id": "B", "type_id": 0}}, frame[-1]],
            "special_tokens": {
                token: {"id": token, "ids": [token_id], "tokens": [token]}
                for token, token_id in (("<s>", bos), ("</s>", eos))
            },
        },
        "decoder": METASPACE,
        "model": {
            "type": "Unigram",
            "unk_id": model.special_ids[3],
            "byte_fallback": False,
            "vocab": [
                [piece, score]
                for piece, score in zip(model.pieces, model.scores.tolist(), strict=True)
            ],
        },
    }


def chinese_tokenizer_files(model: PackedModel) -> dict[str, Json]:
    """Return a ``tokenizer.json`` of the pieces that Chinese questions have, and their ids."""
    pieces = list(model.pieces)
    bos, eos, pad, unknown = model.special_ids
    rarest = int(model.scores.argmin())  # by which what is unknown is judged
    kept = {*model.special_ids, pieces.index(MASK), rarest}
    ids = sorted(kept | {i for i, piece in enumerate(pieces) if is_piece_of_questions(piece)})
    smaller = replace(
        model,
        pieces=tuple(pieces[i] for i in ids),
        scores=model.scores[ids],
        special_ids=(ids.index(bos), ids.index(eos), ids.index(pad), ids.index(unknown)),
    )
    return {CHINESE: tokenizer_file(smaller), CHINESE_IDS: list(ids)}


def _added_tokens(model: PackedModel) -> Iterator[Json]:
    """List the special tokens, which are never split."""
    ids = sorted((*model.special_ids, model.pieces.index(MASK)))
    for token_id in ids:
        yield {
            "id": token_id,
            "content": model.pieces[token_id],
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
