"""The last steps of a run learn under the weights that int8 leaves."""

import torch

from mtrepair.train.quantised import as_int8, under_int8


def model() -> torch.nn.Sequential:
    torch.manual_seed(1)
    return torch.nn.Sequential(torch.nn.Linear(16, 8), torch.nn.Linear(8, 2))


def test_a_row_has_255_levels_and_keeps_its_largest_weight() -> None:
    weight = torch.randn(4, 1000)
    rounded = as_int8(weight)
    assert all(len(row.unique()) <= 255 for row in rounded)
    assert torch.allclose(rounded.abs().amax(dim=1), weight.abs().amax(dim=1))


def test_a_row_of_noughts_stays_one() -> None:
    assert as_int8(torch.zeros(1, 3)).tolist() == [[0.0, 0.0, 0.0]]


def test_the_weights_are_whole_again_behind_the_block() -> None:
    own = model()
    before = [p.detach().clone() for p in own.parameters()]
    with under_int8(own):
        assert not torch.equal(own[0].weight, before[0])
        assert torch.equal(own[0].bias, before[1])
        own(torch.ones(1, 16)).sum().backward()
    assert all(torch.equal(p, q) for p, q in zip(own.parameters(), before, strict=True))
    assert own[0].weight.grad is not None


def test_gradients_are_those_of_the_rounded_weights() -> None:
    own, rounded = model(), model()
    with torch.no_grad():
        for p in rounded.parameters():
            if p.dim() == 2:
                p.copy_(as_int8(p))
    inputs = torch.randn(3, 16)
    with under_int8(own):
        own(inputs).square().sum().backward()
    rounded(inputs).square().sum().backward()
    assert torch.allclose(own[0].weight.grad, rounded[0].weight.grad)
