package dev.allotrope.index;

final class InMemoryIndexTest extends IndexContract {
    @Override
    protected Index empty() {
        return new InMemoryIndex();
    }
}
