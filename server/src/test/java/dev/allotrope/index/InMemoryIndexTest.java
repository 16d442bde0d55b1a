package dev.allotrope.index;

final class InMemoryIndexTest extends IndexContract {
    @Override
    Index empty() {
        return new InMemoryIndex();
    }
}
